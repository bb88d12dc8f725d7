//! Connections that are not made, each with a page that says why and how to go on.

use super::{
    directory::TENANT,
    team::{Person, Team},
};
use crate::harness::Answer;
use reqwest::Method;

#[track_caller]
fn says(page: &Answer, parts: &[&str]) {
    for part in parts.iter().chain(&["Not connected to Azure", "Request id"]) {
        assert!(page.text.contains(part), "the page lacks {part}: {}", page.text);
    }
}

async fn is_not_connected(team: &Team, person: &Person<'_>) {
    assert_eq!(team.sealed(person.name).await, None);
    person.page("/g/prod/backends").await.expect(403);
    assert!(team.arm.take().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_another_tenant() {
    let team = Team::start().await;
    let ann = team.sign_in("ann").await;
    let other = "99999999-0000-0000-0000-000000000000";
    team.directory.set_tenant(other);
    let page = ann.connect().await.expect(403);
    says(&page, &["wrong_tenant", "not of the organization", TENANT, other, "Connect with another account"]);
    is_not_connected(&team, &ann).await;
    let path = "/auth/azure/connect?gateway=prod&return_to=%2Fg%2Fprod%2Fbackends&choose=1";
    assert!(page.text.contains(&path.replace('&', "&amp;")), "{}", page.text);
    let again = ann.page(path).await.expect(303);
    assert!(again.header("location").contains("prompt=select_account") && !again.header("location").contains("login_hint"));

    // Entra ID may notice by itself.
    let sent = ann.begin().await;
    let text = "AADSTS50020: User account 'x' from identity provider 'y' does not exist in tenant 'z'.";
    let pairs = [("error", "invalid_request"), ("error_description", text), ("state", &sent.query["state"])];
    says(&ann.answered(&pairs).await.expect(403), &["wrong_tenant", "AADSTS50020", "Connect with another account"]);
    assert_eq!(ann.audited("Azure_Connect").await[0].0, "refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_is_not_theirs_or_was_used() {
    let team = Team::start().await;
    let (ann, bob) = (team.sign_in("ann").await, team.sign_in("bob").await);
    let sent = ann.begin().await;
    let begin_again = "was not begun by you in this browser";
    says(&ann.answered(&[("code", "x"), ("state", "made-up")]).await.expect(400), &[begin_again]);
    says(&bob.come_back(&sent, "bob").await.expect(400), &[begin_again]);
    assert!(team.directory.asked().is_empty(), "no code of theirs is exchanged");
    ann.come_back(&sent, "ann").await.expect(303);
    says(&ann.come_back(&sent, "ann").await.expect(400), &[begin_again]);
    assert_eq!(team.directory.asked().len(), 1);
    is_not_connected(&team, &bob).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_that_was_not_given() {
    let team = Team::start().await;
    let ann = team.sign_in("ann").await;
    for (error, text, parts) in [
        ("access_denied", "AADSTS65004: User declined to consent to access the app.", ["access_denied", "you declined", "AADSTS65004"]),
        ("consent_required", "AADSTS65001: No consent.", ["consent_required", "wants your consent", "AADSTS65001"]),
        ("interaction_required", "AADSTS50076: A second factor.", ["interaction_required", "second factor", "AADSTS50076"]),
        ("server_error", "something else", ["entra_error", "did not go through", "something else"]),
    ] {
        let sent = ann.begin().await;
        let pairs = [("error", error), ("error_description", text), ("state", &sent.query["state"])];
        let page = ann.answered(&pairs).await.expect(403);
        says(&page, &parts);
        says(&page, &["Connect again", "/auth/azure/connect?gateway=prod"]);
    }
    is_not_connected(&team, &ann).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_whole() {
    let team = Team::start().await;
    let ann = team.sign_in("ann").await;
    let token = serde_json::json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": "azure-ann" });
    team.directory.will_answer(200, token);
    says(&ann.connect().await.expect(502), &["no id token"]);
    team.directory.will_answer(200, serde_json::json!({ "nothing": 1 }));
    says(&ann.connect().await.expect(502), &["not with a token"]);
    team.directory.will_answer(401, serde_json::json!({ "error": "invalid_client", "error_description": "AADSTS7000215: Wrong." }));
    says(&ann.connect().await.expect(502), &["AADSTS7000215"]);
    team.directory.leave_out_id_tokens();
    says(&ann.connect().await.expect(502), &["no id token"]);
    is_not_connected(&team, &ann).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_sent_by_another_site_or_not_signed_in() {
    let team = Team::start().await;
    let path = "/auth/azure/connect?gateway=prod";
    let nobody = Answer::of(team.console.browse(Method::GET, path).send().await.unwrap()).await.expect(303);
    assert!(nobody.header("location").starts_with("/auth/login"), "{}", nobody.header("location"));
    let ann = team.sign_in("ann").await;
    let asked = ann.follow_from_another_site(path).await.expect(200);
    assert!(asked.text.contains("Connect to Azure?") && asked.text.contains("Not now"), "{}", asked.text);
    let unknown = ann.page("/auth/azure/connect?gateway=nowhere").await.expect(404);
    says(&unknown, &["no gateway named nowhere"]);
    let elsewhere = ann.page("/auth/azure/connect?gateway=prod&return_to=https%3A%2F%2Fevil.example").await.expect(303);
    assert!(!elsewhere.header("location").contains("evil.example"));
    is_not_connected(&team, &ann).await;
}
