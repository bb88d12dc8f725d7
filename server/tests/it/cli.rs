//! The binary as an operator meets it.

use crate::harness::{Console, until};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

/// The binary in a directory of its own, without variables of the surroundings.
fn binary(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gateway-console"));
    command.args(arguments).current_dir(dir).env_clear().stdin(Stdio::null());
    command
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    binary(dir, arguments).output().unwrap()
}

fn refusal(dir: &Path, arguments: &[&str]) -> String {
    let output = run(dir, arguments);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn help_lists_the_commands() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &["--help"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, commands) = text.split_once("Commands:\n").unwrap();
    let names: Vec<_> = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .collect();
    assert_eq!(names, ["serve", "emulator", "migrate", "auth", "healthcheck", "help"]);
    assert_eq!(run(dir.path(), &[]).status.code(), Some(2), "without a command nothing starts");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn an_unknown_key_is_named_and_nothing_starts() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("console.toml"), "listen = \"127.0.0.1:0\"\n\n[limits]\nbody_byts = 1\n").unwrap();
    for command in [&["serve"][..], &["migrate"], &["serve", "--config", "console.toml"]] {
        let text = refusal(dir.path(), command);
        assert!(text.contains("limits.body_byts") && text.contains("line 4"), "{text}");
    }
    assert!(!dir.path().join("data").exists());
}

#[test]
fn a_network_is_not_listened_on() {
    let dir = tempfile::tempdir().unwrap();
    for arguments in [["--listen", "0.0.0.0:0"], ["--listen", "[::]:0"], ["--emulator-arm-listen", "0.0.0.0:0"]] {
        let text = refusal(dir.path(), &["serve", arguments[0], arguments[1]]);
        assert!(text.contains(arguments[0]) && text.contains("loopback"), "{text}");
    }
    let mut variable = binary(dir.path(), &["serve"]);
    let output = variable.env("CONSOLE_LISTEN", "10.0.0.1:3000").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("CONSOLE_LISTEN"), "{output:?}");
    let text = String::from_utf8(run(dir.path(), &["emulator", "--arm-listen", "0.0.0.0:0"]).stderr).unwrap();
    assert!(text.contains("loopback"), "{text}");
}

#[test]
fn migrate_can_be_repeated() {
    let dir = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let output = run(dir.path(), &["migrate", "--data-dir", "kept"]);
        assert!(output.status.success(), "{output:?}");
    }
    for name in ["ledger.db", "usage.db", "console.db"] {
        assert!(dir.path().join("kept").join(name).exists(), "{name}");
    }
    let text = refusal(dir.path(), &["migrate", "--data-dir", "/proc/none"]);
    assert!(text.contains("/proc/none"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn healthcheck_tells_by_its_status() {
    let dir = tempfile::tempdir().unwrap();
    let console = Console::start().await;
    let url = console.running.url.clone();
    let path = dir.path().to_owned();
    let check = async |url: String| {
        let path = path.clone();
        let checked = tokio::task::spawn_blocking(move || run(&path, &["healthcheck", "--url", &url]));
        checked.await.unwrap()
    };
    assert!(check(url.clone()).await.status.success());
    console.stop().await;
    let output = check(url.clone()).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&url), "{output:?}");
    assert_ne!(check("not a url".into()).await.status.code(), Some(0));
}

/// Ends a process that a failing test leaves.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_answers_and_leaves_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    let zero = "127.0.0.1:0";
    let flags = ["serve", "--listen", zero, "--emulator-arm-listen", zero, "--emulator-gateway-listen", zero];
    let mut serving = Guard(binary(dir.path(), &flags).stderr(Stdio::piped()).spawn().unwrap());
    let mut log = BufReader::new(serving.0.stderr.take().unwrap()).lines();
    let url = log.find_map(|line| line.unwrap().split_once("listening on ").map(|(_, url)| url.trim().to_owned())).unwrap();
    let page = reqwest::get(format!("{url}/g/local/backends")).await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("aoai-pool"));
    let id = serving.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let rest = std::thread::spawn(move || log.map_while(Result::ok).collect::<Vec<_>>());
    let child = std::sync::Mutex::new(&mut serving.0);
    let status = until("the process ends", || async { child.lock().unwrap().try_wait().unwrap() }).await;
    assert!(status.success(), "{status} {:?}", rest.join().unwrap());
    assert!(dir.path().join("data/ledger.db").exists());
    assert!(!dir.path().join("data/ledger.db-wal").exists(), "closed in order");
}
