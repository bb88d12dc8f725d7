//! Foreign hosts and origins, and listen addresses.

use emulator::{Config, DEMO_KEY, Emulator, Seed, StartError};
use serde_json::{Value, json};

use crate::client::{CHAT, Local, config};

#[tokio::test]
async fn a_foreign_host_is_misdirected_on_both_listeners() {
    let local = Local::demo().await;
    for host in ["attacker.example", "127.0.0.1.attacker.example:4280", "0.0.0.0", "169.254.169.254"] {
        let arm = local.arm(reqwest::Method::GET, "/backends").header("host", host).send().await.unwrap();
        assert_eq!(arm.status(), 421, "{host}");
        assert_eq!(arm.json::<Value>().await.unwrap()["error"]["code"], "ForeignHost");
        let switches = local.http.get(format!("{}/emulator/switches", local.emulator.arm_url())).header("host", host).send().await.unwrap();
        assert_eq!(switches.status(), 421, "{host}");
        let body = json!({ "messages": [{ "role": "user", "content": "x" }] });
        let gateway = local.chat(CHAT, &body).header("host", host).header("api-key", DEMO_KEY).send().await.unwrap();
        assert_eq!(gateway.status(), 421, "{host}");
    }
    for host in ["localhost:1", "LOCALHOST", "[::1]:4280", "127.0.0.1"] {
        let answer = local.arm(reqwest::Method::GET, "/backends").header("host", host).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{host}");
    }
}

#[tokio::test]
async fn a_foreign_origin_is_forbidden_on_both_listeners() {
    let local = Local::demo().await;
    let own = local.emulator.gateway_url();
    let body = json!({ "messages": [{ "role": "user", "content": "x" }] });
    for (origin, expected) in [("http://attacker.example", 403), ("null", 403), ("http://127.0.0.1:1", 403), (own.as_str(), 200)] {
        let gateway = local.chat(CHAT, &body).header("origin", origin).header("api-key", DEMO_KEY).send().await.unwrap();
        assert_eq!(gateway.status(), expected, "{origin}");
        let arm = local.arm(reqwest::Method::GET, "/backends").header("origin", origin).send().await.unwrap();
        assert_eq!(arm.status(), 403, "{origin}");
    }
    let rules = local.http.put(format!("{}/emulator/switches", local.emulator.arm_url())).header("origin", "null").json(&json!([]));
    assert_eq!(rules.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn only_loopback_addresses_are_listened_on() {
    for address in ["0.0.0.0:0", "192.0.2.1:0"] {
        let config = Config { gateway_listen: address.parse().unwrap(), ..config(Seed::Empty) };
        assert!(matches!(Emulator::start(config).await, Err(StartError::NotLoopback { .. })), "{address}");
    }
}
