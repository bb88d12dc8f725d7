//! Stands between a console and its emulator, passes everything on and remembers it.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    response::Response,
};
use reqwest::Client;
use serde_json::Value;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, OnceLock},
};
use tokio_util::task::TaskTracker;

/// One call and its answer; null where a body is no JSON.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub method: String,
    pub path: String,
    pub sent: Value,
    pub answered: Value,
}

#[derive(Clone, Default)]
struct Tape {
    arm_url: Arc<OnceLock<String>>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
    http: Client,
}

/// A running recorder; it ends with the test's runtime.
pub struct Recorder {
    pub address: SocketAddr,
    tape: Tape,
}

impl Recorder {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, tape) = (listener.local_addr().unwrap(), Tape::default());
        let router = Router::new().fallback(pass).with_state(tape.clone());
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await });
        Self { address, tape }
    }

    /// Where calls are passed on to.
    pub fn point_at(&self, arm_url: String) {
        self.tape.arm_url.set(arm_url).unwrap();
    }

    /// What was said since the last call of this.
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.tape.exchanges.lock().unwrap())
    }
}

async fn pass(State(tape): State<Tape>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let target = format!("{}{}", tape.arm_url.get().unwrap(), parts.uri.path_and_query().unwrap());
    // With its own Host, so that links in answers lead back here.
    let passed = tape.http.request(parts.method.clone(), target).headers(parts.headers).body(body.clone());
    let answer = passed.send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let answered = answer.bytes().await.unwrap();
    tape.exchanges.lock().unwrap().push(Exchange {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        sent: json(&body),
        answered: json(&answered),
    });
    let mut response = Response::new(Body::from(answered));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn json(bytes: &Bytes) -> Value {
    serde_json::from_slice(bytes).unwrap_or_default()
}
