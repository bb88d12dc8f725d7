//! A running emulator and the few calls the tests make on it.

use std::time::Duration;

use emulator::{Config, DEMO_KEY, Emulator, RESOURCE_GROUP, SERVICE, SUBSCRIPTION_ID, Seed};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

pub struct Local {
    pub emulator: Emulator,
    pub http: Client,
}

impl Local {
    pub async fn demo() -> Self {
        Self::start(config(Seed::Demo)).await
    }

    pub async fn empty() -> Self {
        Self::start(config(Seed::Empty)).await
    }

    pub async fn start(config: Config) -> Self {
        let http = Client::builder().no_proxy().build().unwrap();
        Self { emulator: Emulator::start(config).await.unwrap(), http }
    }

    /// `/backends` -> its address with an api-version.
    pub fn url(&self, path: &str) -> String {
        let (path, query) = path.split_once('?').map_or((path, String::new()), |(path, query)| (path, format!("&{query}")));
        format!("{}{}{path}?api-version=2024-05-01{query}", self.emulator.arm_url(), service_path())
    }

    pub fn arm(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path)).bearer_auth("local")
    }

    /// The same at the preview version that has everything.
    pub fn preview(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path).replace("2024-05-01", PREVIEW)).bearer_auth("local")
    }

    pub async fn patch(&self, path: &str, properties: Value) -> Response {
        self.arm(Method::PATCH, path).header("If-Match", "*").json(&json!({ "properties": properties })).send().await.unwrap()
    }

    pub async fn post(&self, path: &str) -> Response {
        self.arm(Method::POST, path).send().await.unwrap()
    }

    /// DELETE with `If-Match: *`; its status.
    pub async fn delete(&self, path: &str) -> u16 {
        self.arm(Method::DELETE, path).header("If-Match", "*").send().await.unwrap().status().as_u16()
    }

    pub async fn status(&self, path: &str) -> u16 {
        self.get(path).await.status().as_u16()
    }

    /// The names in a list.
    pub async fn names(&self, path: &str) -> Vec<String> {
        let list = self.get_json(path).await;
        list["value"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    }

    pub async fn get(&self, path: &str) -> Response {
        self.arm(Method::GET, path).send().await.unwrap()
    }

    pub async fn get_json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    pub async fn put(&self, path: &str, properties: Value) -> Response {
        self.arm(Method::PUT, path).json(&json!({ "properties": properties })).send().await.unwrap()
    }

    /// PUTs and insists on success.
    pub async fn given(&self, path: &str, properties: Value) {
        let answer = self.put(path, properties).await;
        let status = answer.status();
        assert!(status.is_success(), "{path}: {status} {}", answer.text().await.unwrap());
    }

    pub fn chat(&self, path: &str, body: &Value) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.emulator.gateway_url())).json(body)
    }

    /// One chat call with the demo key on the usual path.
    pub async fn ask(&self, prompt: &str) -> Response {
        let body = json!({ "messages": [{ "role": "user", "content": prompt }] });
        self.chat(CHAT, &body).header("api-key", DEMO_KEY).send().await.unwrap()
    }

    /// Sends all demo traffic to this address instead of the pool's members.
    pub async fn point_pool_at(&self, url: &str, extra: Value) {
        let mut backend = json!({ "url": url, "protocol": "http" });
        backend.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        self.given("/backends/target", backend).await;
        self.given("/backends/aoai-pool", pool(&[("target", None, None)])).await;
    }
}

pub const PREVIEW: &str = "2025-09-01-preview";

pub const CHAT: &str = "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21";

pub fn config(seed: Seed) -> Config {
    let any_port = ([127, 0, 0, 1], 0).into();
    Config { arm_listen: any_port, gateway_listen: any_port, seed, state: None, pace: Duration::ZERO }
}

pub fn service_path() -> String {
    format!("/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/{RESOURCE_GROUP}/providers/Microsoft.ApiManagement/service/{SERVICE}")
}

/// A pool's properties: members with priority and weight.
pub fn pool(members: &[(&str, Option<u32>, Option<u32>)]) -> Value {
    let service = |(name, priority, weight): &(&str, Option<u32>, Option<u32>)| {
        let mut service = json!({ "id": format!("/backends/{name}") });
        if let Some(priority) = priority {
            service["priority"] = json!(priority);
        }
        if let Some(weight) = weight {
            service["weight"] = json!(weight);
        }
        service
    };
    json!({ "type": "Pool", "pool": { "services": members.iter().map(service).collect::<Vec<_>>() } })
}

pub fn single(url: &str) -> Value {
    json!({ "url": url, "protocol": "http" })
}

pub fn etag(answer: &Response) -> String {
    answer.headers()["etag"].to_str().unwrap().to_owned()
}

/// Target and message of the only detail of a ValidationError.
pub async fn only_detail(answer: Response) -> (String, String) {
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    assert_eq!((status.as_u16(), body["error"]["code"].as_str()), (400, Some("ValidationError")), "{body}");
    let details = body["error"]["details"].as_array().unwrap();
    assert_eq!(details.len(), 1, "{body}");
    let text = |name: &str| details[0][name].as_str().unwrap().to_owned();
    (text("target"), text("message"))
}

/// Status, `error.code` and `error.message` of an ARM error.
pub async fn arm_error(answer: Response) -> (u16, String, String) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap();
    let text = |name: &str| body["error"][name].as_str().unwrap_or_default().to_owned();
    (status, text("code"), text("message"))
}
