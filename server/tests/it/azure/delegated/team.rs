//! A console for a team whose gateway `prod` is called as the person, and the people who use it.

use super::{
    arm::Arm,
    directory::{CLIENT, Directory, SECRET, TENANT},
};
use crate::harness::{Answer, Console};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{collections::HashMap, os::unix::fs::PermissionsExt};
use url::Url;

pub struct Team {
    pub directory: Directory,
    pub arm: Arm,
    pub console: Console,
}

/// Someone with a session.
pub struct Person<'a> {
    pub name: &'static str,
    team: &'a Team,
    cookie: String,
}

/// Where someone was sent: the address without its query, and the query.
pub struct Sent {
    pub address: String,
    pub query: HashMap<String, String>,
}

impl Team {
    pub async fn start() -> Self {
        Self::with("").await
    }

    /// With more in the gateway's section.
    pub async fn with(more: &str) -> Self {
        let (directory, arm) = (Directory::start().await, Arm::start().await);
        let data = tempfile::tempdir().unwrap();
        let keys = data.path().join("keys");
        write_keys(&keys, &[&random_key()]);
        let toml = format!(
            "public_url = \"http://127.0.0.1:1\"\nsecret_key_file = \"{keys}\"\n[auth]\nmode = \"oidc\"\n[oidc]\nissuer = \"{url}\"\n\
             client_id = \"console\"\nclient_secret = \"of-the-console\"\nadmins = [\"admins\"]\n[azure]\ntenant = \"{TENANT}\"\n\
             client_id = \"{CLIENT}\"\nclient_secret = \"{SECRET}\"\nauthority = \"{url}\"\n[[gateway]]\nname = \"prod\"\n\
             subscription_id = \"{}\"\nresource_group = \"{}\"\nservice = \"{}\"\narm_url = \"{}\"\ngateway_url = \"{}\"\n\
             credential = \"user\"\n{more}\n",
            emulator::SUBSCRIPTION_ID,
            emulator::RESOURCE_GROUP,
            emulator::SERVICE,
            arm.url,
            arm.gateway_url,
            keys = keys.display(),
            url = directory.url,
        );
        let console = Console::open(data, &[], Some(&toml)).await;
        Self { directory, arm, console }
    }

    pub async fn sign_in(&self, name: &'static str) -> Person<'_> {
        let begun = Answer::of(self.console.browse(Method::GET, "/auth/login?return_to=/me").send().await.unwrap()).await.expect(303);
        let sent = sent(&begun);
        let code = format!("{name}|{}", sent.query["nonce"]);
        let callback = format!("/auth/callback?{}", query(&[("code", &code), ("state", &sent.query["state"])]));
        let request = self.console.browse(Method::GET, &callback).header("cookie", cookie(&begun));
        let signed_in = Answer::of(request.send().await.unwrap()).await.expect(303);
        Person { name, team: self, cookie: cookie(&signed_in) }
    }

    /// Someone who is signed in and connected.
    pub async fn connected(&self, name: &'static str) -> Person<'_> {
        let person = self.sign_in(name).await;
        person.connect().await.expect(303);
        person
    }

    pub async fn database(&self) -> SqliteConnection {
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(self.console.data().join("console.db"))).await.unwrap()
    }

    /// The sealed refresh token of someone; `None` without a connection.
    pub async fn sealed(&self, person: &str) -> Option<String> {
        let mut database = self.database().await;
        let query = sqlx::query_scalar("SELECT sealed_token FROM azure_connection WHERE person_id = ?1").bind(person);
        query.fetch_optional(&mut database).await.unwrap()
    }

    /// The running console has these keys from now on.
    pub fn set_keys(&self, keys: &[&str], changed_at_s: u64) {
        let path = self.console.data().join("keys");
        write_keys(&path, keys);
        // Two changes within one tick of the file system's clock would look like one.
        let changed_at = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(changed_at_s);
        std::fs::File::open(path).unwrap().set_modified(changed_at).unwrap();
    }

    pub fn key(&self) -> String {
        std::fs::read_to_string(self.console.data().join("keys")).unwrap().lines().next().unwrap().to_owned()
    }
}

impl Person<'_> {
    fn with_cookie(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("cookie", &self.cookie)
    }

    pub async fn page(&self, path: &str) -> Answer {
        Answer::of(self.with_cookie(self.team.console.browse(Method::GET, path)).send().await.unwrap()).await
    }

    /// Following a link of another site's.
    pub async fn follow_from_another_site(&self, path: &str) -> Answer {
        let request = self.team.console.http.get(self.team.console.url(path)).header("accept", "text/html");
        Answer::of(self.with_cookie(request.header("sec-fetch-site", "cross-site")).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let request = self.team.console.browse(Method::POST, path).header("origin", &self.team.console.running.url).form(pairs);
        Answer::of(self.with_cookie(request).send().await.unwrap()).await
    }

    pub async fn call(&self, endpoint: &str, body: Value) -> Answer {
        Answer::of(self.with_cookie(self.team.console.request(endpoint, &body)).send().await.unwrap()).await
    }

    /// Reads the backends anew.
    pub async fn list(&self) -> Answer {
        self.call("backends/list", json!({ "gateway": "prod", "query": { "is_refresh": true } })).await
    }

    /// Off to Entra ID.
    pub async fn begin(&self) -> Sent {
        sent(&self.page("/auth/azure/connect?gateway=prod&return_to=/g/prod/backends").await.expect(303))
    }

    /// Back from Entra ID, with a code for this account.
    pub async fn come_back(&self, sent: &Sent, account: &str) -> Answer {
        let code = format!("{account}|{}|{}", sent.query["nonce"], sent.query["code_challenge"]);
        self.answered(&[("code", &code), ("state", &sent.query["state"])]).await
    }

    /// Back from Entra ID, with whatever it says.
    pub async fn answered(&self, pairs: &[(&str, &str)]) -> Answer {
        let path = format!("/auth/azure/callback?{}", query(pairs));
        let request = self.team.console.browse(Method::GET, &path);
        Answer::of(self.with_cookie(request).send().await.unwrap()).await
    }

    pub async fn connect(&self) -> Answer {
        let sent = self.begin().await;
        self.come_back(&sent, self.name).await
    }

    /// Notes of the audit about an operation, newest first.
    pub async fn audited(&self, operation: &str) -> Vec<(String, String)> {
        let page = self.call("audit/list", json!({ "query": { "operation": operation } })).await.expect(200).json();
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        page["entries"].as_array().unwrap().iter().map(|entry| (text(entry, "outcome"), text(entry, "note"))).collect()
    }
}

pub fn random_key() -> String {
    STANDARD.encode(rand_bytes())
}

fn rand_bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    bytes
}

fn write_keys(path: &std::path::Path, keys: &[&str]) {
    std::fs::write(path, keys.join("\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

fn query(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn sent(answer: &Answer) -> Sent {
    let mut url: Url = answer.header("location").parse().unwrap();
    let query = url.query_pairs().into_owned().collect();
    url.set_query(None);
    Sent { address: url.into(), query }
}

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}
