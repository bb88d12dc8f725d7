//! What is revoked ends what came by it at once: also a call whose model has not answered yet.

use crate::{
    chat::given_api,
    harness::{Answer, single, until},
    team::Team,
};
use domain::Role;
use reqwest::Method;
use serde_json::json;
use tokio::{io::AsyncReadExt, net::TcpListener};

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_waits_for_its_first_byte_ends_with_the_session() {
    let team = Team::start().await;
    // A model that takes the question and never answers.
    let model = TcpListener::bind("127.0.0.1:0").await.unwrap();
    team.console.given("/backends/silent", single(&format!("http://{}/openai", model.local_addr().unwrap()))).await;
    given_api(&team.console, "silent", "silent", json!({})).await;
    let body = json!({ "messages": [{ "role": "user", "content": "Are you there?" }], "stream": true });
    let endpoint = "playground/local/silent/deployments/gpt-4o/chat/completions?subscription=demo";
    let asked = team.console.request(endpoint, &body).header("cookie", &team.cookies[&Role::Operator]);
    let call = async { Answer::of(asked.send().await.unwrap()).await };
    let leave = async {
        let (mut question, _) = model.accept().await.unwrap();
        question.read_u8().await.unwrap();
        let leave = team.console.browse(Method::POST, "/auth/logout").header("origin", &team.console.running.url);
        team.send(Some(Role::Operator), leave).await.expect(303);
        question
    };
    let (ended, _question) = tokio::join!(call, leave);
    let ended = ended.expect(401);
    assert_eq!(ended.json()["code"], "unauthenticated", "{}", ended.text);
    let calls = json!({ "query": { "operation": "AIGateway_ChatCompletions" } });
    until("the audit says so", || async {
        let listed = team.send(Some(Role::Admin), team.console.request("audit/list", &calls)).await.expect(200);
        listed.text.contains("The caller went away before the end").then_some(())
    })
    .await;
}
