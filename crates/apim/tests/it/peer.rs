//! A peer that answers each request with the bytes it is told to, and remembers what it was sent.

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

#[derive(Debug, Clone)]
pub struct Request {
    /// Request line and headers, in lower case.
    pub head: String,
}

type Answerer = Arc<dyn Fn(&Request) -> Vec<u8> + Send + Sync>;

pub struct Peer {
    address: String,
    requests: Arc<Mutex<Vec<Request>>>,
    _serving: JoinSet<()>,
}

/// A whole answer with a JSON body, after which the connection is closed.
pub fn answer(status: u16, body: &str) -> Vec<u8> {
    answer_with(status, "content-type: application/json\r\n", body)
}

pub fn answer_with(status: u16, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).into_bytes()
}

impl Peer {
    pub async fn start(answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen): (Answerer, _) = (Arc::new(answer), requests.clone());
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, answer.clone(), seen.clone()));
            }
        });
        Self { address, requests, _serving: serving }
    }

    pub fn url(&self) -> String {
        self.address.clone()
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, answer: Answerer, seen: Arc<Mutex<Vec<Request>>>) {
    let mut received = Vec::new();
    while !received.windows(4).any(|window| window == b"\r\n\r\n") {
        if stream.read_buf(&mut received).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let end = received.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let request = Request { head: String::from_utf8_lossy(&received[..end]).to_ascii_lowercase() };
    let length = request.head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    while received.len() < end + 4 + length {
        if stream.read_buf(&mut received).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let bytes = answer(&request);
    seen.lock().unwrap().push(request);
    _ = stream.write_all(&bytes).await;
    _ = stream.shutdown().await;
}
