//! Resource Manager: the emulator, behind a door that writes down who came and may turn them away.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

/// Who is turned away, by bearer and request (`GET /path`), and with what.
type Rule = dyn Fn(&str, &str) -> Option<Refusal> + Send + Sync;

pub struct Refusal {
    pub status: u16,
    pub challenge: Option<String>,
    pub body: Value,
}

#[derive(Clone)]
pub struct Arm {
    pub url: String,
    pub gateway_url: String,
    _emulator: Arc<emulator::Emulator>,
    door: Door,
}

#[derive(Clone)]
struct Door {
    http: reqwest::Client,
    behind: String,
    seen: Arc<Mutex<Vec<(String, String)>>>,
    rule: Arc<Mutex<Option<Arc<Rule>>>>,
}

impl Arm {
    pub async fn start() -> Self {
        let zero = "127.0.0.1:0".parse().unwrap();
        let config = emulator::Config { arm_listen: zero, gateway_listen: zero, ..emulator::Config::default() };
        let emulator = emulator::Emulator::start(config).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let door = Door { http, behind: emulator.arm_url(), seen: Arc::default(), rule: Arc::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass).with_state(door.clone());
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await });
        Self { url, gateway_url: emulator.gateway_url(), _emulator: Arc::new(emulator), door }
    }

    /// Bearer and request of each call since the last call of this.
    pub fn take(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.door.seen.lock().unwrap())
    }

    /// The bearers of those calls, each once.
    pub fn bearers(&self) -> Vec<String> {
        let mut all: Vec<_> = self.take().into_iter().map(|(bearer, _)| bearer).collect();
        all.sort();
        all.dedup();
        all
    }

    pub fn turn_away(&self, rule: impl Fn(&str, &str) -> Option<Refusal> + Send + Sync + 'static) {
        *self.door.rule.lock().unwrap() = Some(Arc::new(rule));
    }

    pub fn let_in(&self) {
        *self.door.rule.lock().unwrap() = None;
    }
}

async fn pass(State(door): State<Door>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bearer = parts.headers.get("authorization").map(|value| value.to_str().unwrap().trim_start_matches("Bearer ").to_owned());
    let (bearer, path) = (bearer.unwrap_or_default(), format!("{} {}", parts.method, parts.uri.path()));
    door.seen.lock().unwrap().push((bearer.clone(), path.clone()));
    let rule = door.rule.lock().unwrap().clone();
    if let Some(refusal) = rule.and_then(|rule| rule(&bearer, &path)) {
        let mut response = Response::builder().status(refusal.status).header("content-type", "application/json");
        if let Some(challenge) = refusal.challenge {
            response = response.header("www-authenticate", challenge);
        }
        return response.body(Body::from(refusal.body.to_string())).unwrap();
    }
    let mut headers = parts.headers;
    headers.remove("host");
    let body = to_bytes(body, 1 << 24).await.unwrap();
    let answer = door.http.request(parts.method, format!("{}{}", door.behind, parts.uri)).headers(headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers().iter().filter(|(name, _)| *name != "transfer-encoding") {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}
