//! A console in this process, and the calls that tests make on it and on its emulator.

use reqwest::{Client, Method, RequestBuilder, Response, redirect::Policy};
use serde_json::{Value, json};
use server::{Config, Running, config::Flags};
use std::{
    collections::BTreeMap,
    future::Future,
    path::Path,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long [`until`] asks.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running console. A drop ends it with the test's runtime.
pub struct Console {
    pub running: Running,
    pub http: Client,
    data: TempDir,
}

/// An answer with its body read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        Self { status: response.status().as_u16(), headers: response.headers().clone(), text: response.text().await.unwrap() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {}: {}", self.status, self.text))
    }

    /// The same, when it is what was expected.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Console {
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    pub async fn with(settings: &[(&'static str, &str)]) -> Self {
        Self::open(tempfile::tempdir().unwrap(), settings, None).await
    }

    /// With this configuration file.
    pub async fn configured(toml: &str) -> Self {
        Self::open(tempfile::tempdir().unwrap(), &[], Some(toml)).await
    }

    /// In a data directory that an earlier process left.
    pub async fn open(data: TempDir, settings: &[(&'static str, &str)], toml: Option<&str>) -> Self {
        let file = data.path().join("test.toml");
        std::fs::write(&file, toml.unwrap_or_default()).unwrap();
        let mut flags = Flags { config: Some(file), ..Flags::default() };
        let directory = data.path().to_str().unwrap().to_owned();
        let ports = ["listen", "emulator_arm_listen", "emulator_gateway_listen"].map(|key| (key, "127.0.0.1:0"));
        for (key, value) in ports.iter().chain(settings) {
            flags = flags.with(key, Some(*value));
        }
        let config = Config::load(&flags.with("data_dir", Some(directory)), |_| None).unwrap();
        Self {
            running: Running::start(config).await.unwrap(),
            http: Client::builder().no_proxy().redirect(Policy::none()).build().unwrap(),
            data,
        }
    }

    /// Ends it; the data directory stays.
    pub async fn stop(self) -> TempDir {
        self.running.stop().await;
        self.data
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.url)
    }

    /// What a browser sends when a link is followed.
    pub fn browse(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, self.url(path))
            .header("accept", "text/html,application/xhtml+xml")
            .header("sec-fetch-site", "same-origin")
            .header("sec-fetch-mode", "navigate")
    }

    pub async fn page(&self, path: &str) -> Answer {
        Answer::of(self.browse(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post_form(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let request = self.browse(Method::POST, path).header("origin", &self.running.url).form(pairs);
        Answer::of(request.send().await.unwrap()).await
    }

    /// What the page's script sends; `endpoint` without `/api/`.
    pub fn request(&self, endpoint: &str, body: &Value) -> RequestBuilder {
        self.http
            .post(self.url(&format!("/api/{endpoint}")))
            .header("accept", "application/json")
            .header("origin", &self.running.url)
            .header("sec-fetch-site", "same-origin")
            .json(body)
    }

    pub async fn call(&self, endpoint: &str, body: Value) -> Answer {
        Answer::of(self.request(endpoint, &body).send().await.unwrap()).await
    }

    /// Insists on success.
    pub async fn ask(&self, endpoint: &str, body: Value) -> Value {
        self.call(endpoint, body).await.expect(200).json()
    }

    // The emulator

    pub fn arm_url(&self) -> String {
        self.running.emulator_arm_url.clone().unwrap()
    }

    pub fn arm(&self, method: Method, path: &str) -> RequestBuilder {
        arm(&self.http, &self.arm_url(), method, path)
    }

    /// Puts a resource behind the console's back.
    pub async fn given(&self, path: &str, properties: Value) {
        let request = self.arm(Method::PUT, path).json(&json!({ "properties": properties }));
        let answer = Answer::of(request.send().await.unwrap()).await;
        assert!((200..300).contains(&answer.status), "{path}: {} {}", answer.status, answer.text);
    }

    /// The resource as the emulator has it.
    pub async fn stored(&self, path: &str) -> Value {
        Answer::of(self.arm(Method::GET, path).send().await.unwrap()).await.expect(200).json()
    }

    pub async fn switch(&self, rules: Value) {
        set_switches(&self.http, &self.arm_url(), &rules).await;
    }

    /// Returns once the emulator holds this many requests.
    pub async fn until_held(&self, count: u64) {
        until("requests are held", || async {
            let answer = self.http.get(format!("{}/emulator/switches", self.arm_url())).send().await.unwrap();
            let switches: Value = answer.json().await.unwrap();
            (switches["held"].as_u64().unwrap() >= count).then_some(())
        })
        .await;
    }

    /// Every write that the emulator's log has, oldest first.
    pub async fn log(&self) -> Vec<Value> {
        self.http.get(format!("{}/emulator/log", self.arm_url())).send().await.unwrap().json().await.unwrap()
    }

    /// ARM writes that the emulator has seen, refused ones too: `PUT /backends/x`.
    pub async fn writes(&self) -> Vec<String> {
        let short = |change: &Value| {
            let path = change["path"].as_str().unwrap().rsplit_once("/local-apim").unwrap().1.to_owned();
            format!("{} {path}", change["method"].as_str().unwrap())
        };
        self.log().await.iter().map(short).collect()
    }

    /// What the console (and the test) asked of ARM since the last call of this: `GET /backends`.
    pub async fn counts(&self) -> BTreeMap<String, u64> {
        let url = format!("{}/emulator/counts", self.arm_url());
        let counts = self.http.get(&url).send().await.unwrap().json().await.unwrap();
        self.http.delete(&url).send().await.unwrap();
        counts
    }

    // What the console knows

    /// The ETag that a person who opens this backend now would see.
    pub async fn etag(&self, name: &str) -> String {
        let detail = self.ask("backends/get", json!({ "gateway": "local", "name": name })).await;
        detail["etag"].as_str().unwrap().to_owned()
    }

    /// Audit entries, newest first.
    pub async fn audit(&self, query: Value) -> Vec<Value> {
        let page = self.ask("audit/list", json!({ "query": query })).await;
        page["entries"].as_array().unwrap().clone()
    }

    pub async fn entry(&self, id: &str) -> Value {
        self.ask("audit/get", json!({ "id": id })).await
    }

    /// The entry once its outcome is this.
    pub async fn settled(&self, id: &str, outcome: &str) -> Value {
        until(&format!("entry {id} is {outcome}"), || async {
            let detail = self.entry(id).await;
            (detail["entry"]["outcome"] == outcome).then_some(detail)
        })
        .await
    }
}

/// `/backends/x` of the emulated service.
pub fn arm(http: &Client, arm_url: &str, method: Method, path: &str) -> RequestBuilder {
    let service = format!(
        "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.ApiManagement/service/{}",
        emulator::SUBSCRIPTION_ID,
        emulator::RESOURCE_GROUP,
        emulator::SERVICE
    );
    let url = format!("{arm_url}{service}{path}?api-version=2024-05-01");
    http.request(method, url).bearer_auth("test")
}

pub async fn set_switches(http: &Client, arm_url: &str, rules: &Value) {
    let request = http.put(format!("{arm_url}/emulator/switches")).json(rules);
    Answer::of(request.send().await.unwrap()).await.expect(200);
}

/// Asks until there is an answer, within a deadline.
pub async fn until<T, Asked: Future<Output = Option<T>>>(what: &str, ask: impl Fn() -> Asked) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A draft of a single backend as a script sends it.
pub fn draft(name: &str, url: &str) -> Value {
    let draft = domain::backend::BackendDraft {
        name: name.into(),
        url: url.into(),
        ..domain::backend::BackendDraft::new(domain::backend::BackendKind::Single)
    };
    serde_json::to_value(draft).unwrap()
}

pub fn save(draft: Value, etag: Option<&str>) -> Value {
    json!({ "save": { "gateway": "local", "draft": draft, "etag": etag } })
}

/// A single backend's properties as ARM takes them.
pub fn single(url: &str) -> Value {
    json!({ "type": "Single", "url": url, "protocol": "http" })
}

/// The form of a resource as a script sends it: its values by path.
pub fn form(kind: &str, parent: &str, name: &str, variant: &str, values: Value, etag: Option<&str>) -> Value {
    let key = json!({ "gateway": "local", "kind": kind, "parent": parent, "name": name });
    json!({ "save": { "key": key, "draft": { "name": name, "variant": variant, "values": values }, "etag": etag } })
}
