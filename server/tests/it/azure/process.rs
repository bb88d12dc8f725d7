//! The console as a process with an environment of its own, and the Azure that it manages.

use crate::harness::until;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use std::{
    collections::HashSet,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

/// Resource Manager: the emulator, behind a door that writes down which bearers come through.
pub struct Azure {
    pub arm_url: String,
    emulator: emulator::Emulator,
    bearers: Arc<Mutex<HashSet<String>>>,
}

#[derive(Clone)]
struct Door {
    http: reqwest::Client,
    behind: String,
    bearers: Arc<Mutex<HashSet<String>>>,
}

impl Azure {
    pub async fn start() -> Self {
        let zero = "127.0.0.1:0".parse().unwrap();
        let config = emulator::Config { arm_listen: zero, gateway_listen: zero, ..emulator::Config::default() };
        let emulator = emulator::Emulator::start(config).await.unwrap();
        let bearers = Arc::<Mutex<HashSet<String>>>::default();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let door = Door { http, behind: emulator.arm_url(), bearers: bearers.clone() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let arm_url = format!("http://{}", listener.local_addr().unwrap());
        TaskTracker::new().spawn(async move { axum::serve(listener, Router::new().fallback(pass).with_state(door)).await });
        Self { arm_url, emulator, bearers }
    }

    /// Every token that was used, in order of the alphabet.
    pub fn bearers(&self) -> Vec<String> {
        let mut all: Vec<_> = self.bearers.lock().unwrap().iter().cloned().collect();
        all.sort();
        all
    }

    pub fn gateway_section(&self) -> String {
        format!(
            "[[gateway]]\nname = \"prod\"\nsubscription_id = \"{}\"\nresource_group = \"{}\"\nservice = \"{}\"\n\
             arm_url = \"{}\"\ngateway_url = \"{}\"\ncredential = \"service\"\n",
            emulator::SUBSCRIPTION_ID,
            emulator::RESOURCE_GROUP,
            emulator::SERVICE,
            self.arm_url,
            self.emulator.gateway_url()
        )
    }
}

async fn pass(State(door): State<Door>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bearer = parts.headers.get("authorization").map(|value| value.to_str().unwrap().trim_start_matches("Bearer ").to_owned());
    door.bearers.lock().unwrap().insert(bearer.unwrap_or_default());
    let url = format!("{}{}", door.behind, parts.uri);
    let mut headers = parts.headers;
    headers.remove("host");
    let body = to_bytes(body, 1 << 24).await.unwrap();
    let answer = door.http.request(parts.method, url).headers(headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers().iter().filter(|(name, _)| *name != "transfer-encoding") {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}

/// Ended when dropped.
pub struct Process {
    pub url: String,
    child: Child,
    log: Arc<Mutex<String>>,
    http: reqwest::Client,
    _dir: TempDir,
}

impl Process {
    /// Returns once it listens.
    pub async fn start(azure: &Azure, environment: &[(&str, &str)]) -> Self {
        let (section, environment) = (azure.gateway_section(), owned(environment));
        tokio::task::spawn_blocking(move || Self::spawn(&section, environment)).await.unwrap()
    }

    fn spawn(section: &str, environment: Vec<(String, String)>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("console.toml"), section).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_gateway-console"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).current_dir(dir.path()).env_clear().envs(environment);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::<Mutex<String>>::default();
        let url = lines.by_ref().map_while(Result::ok).find_map(|line| {
            log.lock().unwrap().push_str(&format!("{line}\n"));
            line.split_once("listening on ").map(|(_, url)| url.trim().to_owned())
        });
        let url = url.unwrap_or_else(|| panic!("it does not listen: {}", log.lock().unwrap()));
        let rest = log.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                rest.lock().unwrap().push_str(&format!("{line}\n"));
            }
        });
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { url, child, log, http, _dir: dir }
    }

    /// Status and text.
    pub async fn page(&self, path: &str) -> (u16, String) {
        let answer = self.http.get(format!("{}{path}", self.url)).header("accept", "text/html").send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Everything that was logged, once this was.
    pub async fn logged(&self, text: &str) -> String {
        let found = || async { Some(self.log.lock().unwrap().clone()).filter(|log| log.contains(text)) };
        until(&format!("`{text}` is logged"), found).await
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
