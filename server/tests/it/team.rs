//! A console with sign-in in this process, its provider, and someone of each role.

mod provider;

use crate::harness::{Answer, Console};
use domain::Role;
use provider::Provider;
use reqwest::{Method, RequestBuilder};
use std::collections::BTreeMap;

/// The gateway that everyone with a role has, and the one whose lists name none of these people.
pub const OWN: &str = "local";
pub const FOREIGN: &str = "foreign";

/// Someone who asks: `None` has not signed in.
pub type Who = Option<Role>;

/// A console with sign-in, and the cookie of a session for each role.
pub struct Team {
    pub console: Console,
    pub provider: Provider,
    pub cookies: BTreeMap<Role, String>,
}

impl Team {
    pub async fn start() -> Self {
        let provider = Provider::start().await;
        let dir = tempfile::tempdir().unwrap();
        let keys = dir.path().join("keys");
        server::auth::seal::Seal::open_or_create(&keys).unwrap();
        let toml = format!(
            "public_url = \"http://127.0.0.1:3000\"\nsecret_key_file = {keys:?}\n[auth]\nmode = \"oidc\"\n[oidc]\nissuer = \"{}\"\n\
             client_id = \"{}\"\nclient_secret = \"a secret of the tests\"\nadmins = [\"admins\"]\noperators = [\"operators\"]\n\
             viewers = [\"viewers\"]\n{}viewers = [\"others\"]\n",
            provider.issuer,
            provider::CLIENT_ID,
            crate::errors::gateway(FOREIGN, "127.0.0.1:9".parse().unwrap(), "127.0.0.1:9".parse().unwrap()),
        );
        let console = Console::open(dir, &[("no_emulator", "false")], Some(&toml)).await;
        let mut cookies = BTreeMap::new();
        let people = [(Role::Nobody, "guests"), (Role::Viewer, "viewers"), (Role::Operator, "operators"), (Role::Admin, "admins")];
        for (role, group) in people {
            cookies.insert(role, sign_in(&console, group).await);
        }
        Self { console, provider, cookies }
    }

    pub async fn send(&self, who: Who, request: RequestBuilder) -> Answer {
        let request = match who {
            Some(role) => request.header("cookie", &self.cookies[&role]),
            None => request,
        };
        Answer::of(request.send().await.unwrap()).await
    }
}

/// All redirects by hand; gives the session's cookie.
async fn sign_in(console: &Console, group: &str) -> String {
    let begun = console.page("/auth/login?return_to=/me").await.expect(303);
    let address: url::Url = begun.header("location").parse().unwrap();
    let asked: BTreeMap<String, String> = address.query_pairs().into_owned().collect();
    let code = Provider::code(group, &[group], &asked["nonce"]);
    let back = console.browse(Method::GET, "/auth/callback").query(&[("code", &code), ("state", &asked["state"])]);
    let back = Answer::of(back.header("cookie", cookie(&begun)).send().await.unwrap()).await.expect(303);
    assert_eq!(back.header("location"), "/me");
    cookie(&back)
}

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}
