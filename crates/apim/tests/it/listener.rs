//! A service that answers as a test tells it to, and remembers what it was asked.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    response::Response,
};
use http::HeaderMap;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::{net::TcpListener, task::JoinSet};

#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: HeaderMap,
    /// `null` when there is none.
    pub body: Value,
}

pub struct Listener {
    address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    _serving: JoinSet<()>,
}

/// An answer of JSON.
pub fn reply(status: u16, headers: &[(&str, &str)], body: &Value) -> Response {
    let mut answer = Response::builder().status(status).header("content-type", "application/json");
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    answer.body(body).unwrap()
}

impl Listener {
    /// `answer` is given the address, since links lead back to it, and how many requests came
    /// before; without an answer of its the request hangs.
    pub async fn start(answer: impl Fn(&str, usize, &Seen) -> Option<Response> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let (answer, asked, origin) = (Arc::new(answer), seen.clone(), address.clone());
        let router = Router::new().fallback(move |request: Request| {
            let (answer, asked, origin) = (answer.clone(), asked.clone(), origin.clone());
            async move {
                let request = read(request).await;
                let number = asked.lock().unwrap().len();
                asked.lock().unwrap().push(request.clone());
                match answer(&origin, number, &request) {
                    Some(answer) => answer,
                    None => std::future::pending().await,
                }
            }
        });
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, seen, _serving: serving }
    }

    pub fn url(&self) -> &str {
        &self.address
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn read(request: Request) -> Seen {
    let (head, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    Seen {
        method: head.method.to_string(),
        target: head.uri.path_and_query().unwrap().to_string(),
        headers: head.headers,
        body: serde_json::from_slice(&body).unwrap_or_default(),
    }
}
