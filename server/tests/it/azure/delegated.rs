//! `credential = "user"`: Azure called as the person, over real HTTP: connecting, refreshing, ending,
//! and what one person's access never becomes.

mod arm;
mod directory;
mod refused;
mod sealed;
mod team;

use arm::Refusal;
use directory::TENANT;
use domain::Problem;
use reqwest::Method;
use serde_json::{Value, json};
use team::Team;

use crate::harness::{Answer, until};

/// What Azure says to someone without a role. Source: the contract's list of errors.
fn no_role(action: &str, scope: &str) -> Refusal {
    let message = format!(
        "The client 'bob@contoso.test' with object id '0a' does not have authorization to perform action '{action}' over scope '{scope}' \
         or the scope is invalid. If access was recently granted, please refresh your credentials."
    );
    Refusal { status: 403, challenge: None, body: json!({ "error": { "code": "AuthorizationFailed", "message": message } }) }
}

fn problem(answer: &Answer) -> Problem {
    serde_json::from_str(&answer.text).unwrap_or_else(|error| panic!("{error}: {}", answer.text))
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_connects_and_azure_sees_them() {
    let team = Team::start().await;
    let ann = team.sign_in("ann").await;
    let page = ann.page("/g/prod/backends").await.expect(403);
    for part in
        ["Not connected to Azure", "Connect to Azure as yourself", "/auth/azure/connect?gateway=prod&amp;return_to=%2Fg%2Fprod%2Fbackends"]
    {
        assert!(page.text.contains(part), "the page lacks {part}: {}", page.text);
    }
    let found = problem(&ann.list().await.expect(403));
    assert_eq!((found.code.as_str(), found.connect.unwrap().gateway.as_str()), ("not_connected", "prod"));
    assert!(team.arm.take().is_empty() && team.directory.asked().is_empty(), "nobody was asked anything");

    let sent = ann.begin().await;
    assert_eq!(sent.address, format!("{}/{TENANT}/oauth2/v2.0/authorize", team.directory.url));
    assert_eq!(sent.query["scope"], format!("openid {}/user_impersonation offline_access profile", team.arm.url));
    assert_eq!((sent.query["code_challenge_method"].as_str(), sent.query["response_type"].as_str()), ("S256", "code"));
    assert_eq!(sent.query["redirect_uri"], "http://127.0.0.1:1/auth/azure/callback");
    assert_eq!(sent.query["login_hint"], "ann@contoso.test");
    assert!(!sent.query.contains_key("prompt"), "nobody is asked twice for nothing");
    let back = ann.come_back(&sent, "ann").await.expect(303);
    assert_eq!(back.header("location"), "/g/prod/backends");

    let page = ann.page("/g/prod/backends").await.expect(200);
    assert!(page.text.contains("aoai-pool"), "{}", page.text);
    assert_eq!(team.arm.bearers(), ["azure-ann-1"]);
    assert_eq!(team.directory.asked().len(), 1, "the code's own token serves");
    let audited = ann.audited("Azure_Connect").await;
    assert_eq!(audited, [("applied".to_owned(), format!("Connected to {} as ann@contoso.test", team.arm.url))]);
    let me = ann.page("/me").await.expect(200);
    assert!(me.text.contains("Azure, called as you") && me.text.contains("ann@contoso.test"), "{}", me.text);
    for answer in [page, me, back] {
        let seen = format!("{:?} {}", answer.headers, answer.text);
        assert!(!seen.contains("refresh-ann") && !seen.contains("azure-ann"), "{seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_share_no_list_and_no_key() {
    let team = Team::start().await;
    let (ann, bob) = (team.connected("ann").await, team.sign_in("bob").await);
    ann.page("/g/prod/backends").await.expect(200);
    bob.page("/g/prod/backends").await.expect(403);
    bob.connect().await.expect(303);
    team.arm.take();
    bob.page("/g/prod/backends").await.expect(200);
    assert_eq!(team.arm.bearers(), ["azure-bob-2"], "read anew, as him");
    ann.page("/g/prod/backends").await.expect(200);
    assert_eq!(team.arm.bearers(), ["azure-ann-1"], "and anew, as her");
    for person in [&ann, &bob] {
        person.page("/g/prod/backends").await.expect(200);
    }
    assert!(team.arm.take().is_empty(), "each has a young one");

    let chat = json!({ "messages": [{ "role": "user", "content": "hello" }] });
    let relay = "playground/prod/openai/deployments/gpt-4o/chat/completions?subscription=demo";
    ann.call(relay, chat.clone()).await.expect(200);
    assert_eq!(team.arm.bearers(), ["azure-ann-1"]);
    let scope = "/subscriptions/s/resourceGroups/ai";
    team.arm.turn_away(move |bearer, _| {
        bearer.contains("bob").then(|| no_role("Microsoft.ApiManagement/service/subscriptions/listSecrets/action", scope))
    });
    let refused = problem(&bob.call(relay, chat.clone()).await.expect(502));
    let denied = refused.denied.unwrap();
    assert_eq!(
        (denied.action.as_str(), denied.scope.as_str()),
        ("Microsoft.ApiManagement/service/subscriptions/listSecrets/action", scope)
    );
    ann.call(relay, chat).await.expect(200);
    assert_eq!(team.arm.bearers(), ["azure-bob-2"], "her key is kept, for her");

    let page = bob.page("/g/prod/backends?refresh=1").await;
    for part in ["Missing in Azure", "Microsoft.ApiManagement/service/subscriptions/listSecrets/action", scope, "AuthorizationFailed"] {
        assert!(page.text.contains(part), "the page lacks {part}: {}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_renewed_by_one_for_all_and_its_refresh_token_replaced() {
    let team = Team::start().await;
    team.directory.set_lifetime(0);
    let ann = team.connected("ann").await;
    let first = team.sealed("ann").await.unwrap();
    team.directory.set_lifetime(3600);
    team.directory.hold();
    let pages = ["/g/prod/backends", "/g/prod/apis", "/g/prod/products", "/g/prod/loggers", "/g/prod/subscriptions", "/g/prod"];
    let asking = futures::future::join_all(pages.map(|path| ann.page(path)));
    let releasing = async {
        until("someone asks", || async { (!team.directory.refreshes().is_empty()).then_some(()) }).await;
        team.directory.let_go();
    };
    let (answers, ()) = futures::join!(asking, releasing);
    for answer in answers {
        answer.expect(200);
    }
    let refreshes = team.directory.refreshes();
    assert_eq!(refreshes.len(), 1, "one for all who waited");
    assert_eq!(refreshes[0]["refresh_token"], "refresh-ann-1-only-for-the-server");
    assert!(refreshes[0]["scope"].contains(&format!("{}/user_impersonation", team.arm.url)), "{refreshes:?}");
    assert_eq!(team.arm.bearers(), ["azure-ann-2"]);
    assert_ne!(team.sealed("ann").await.unwrap(), first, "the new one is kept");

    // Azure takes the token no longer: another is asked for with the new refresh token, once.
    team.arm.turn_away(|bearer, _| (bearer == "azure-ann-2").then(|| Refusal { status: 401, challenge: None, body: json!({}) }));
    ann.list().await.expect(200);
    assert_eq!(team.arm.bearers(), ["azure-ann-2", "azure-ann-3"]);
    assert_eq!(team.directory.refreshes()[1]["refresh_token"], "refresh-ann-2-only-for-the-server");
    team.arm.turn_away(|_, _| Some(Refusal { status: 401, challenge: None, body: json!({}) }));
    let refused = problem(&ann.list().await.expect(502));
    assert_eq!((refused.code.as_str(), refused.upstream.unwrap().status), ("upstream", 401), "it is not the token");
    assert_eq!(team.directory.refreshes().len(), 2, "and nobody is asked for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_policy_asks_for_is_met_by_a_token_or_shown_to_the_person() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let team = Team::start().await;
    let ann = team.connected("ann").await;
    let demand = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
    let challenge = format!(r#"Bearer realm="", error="insufficient_claims", claims="{}""#, STANDARD.encode(demand));
    let refusal = move || Refusal { status: 401, challenge: Some(challenge.clone()), body: json!({}) };
    let refuse = refusal.clone();
    team.arm.turn_away(move |bearer, _| (bearer == "azure-ann-1").then(&refuse));
    ann.list().await.expect(200);
    let claims: Value = serde_json::from_str(&team.directory.refreshes()[0]["claims"]).unwrap();
    assert_eq!(claims["access_token"]["nbf"]["value"], "1604106651", "a token that meets it, without a word to anyone");
    assert_eq!(claims["access_token"]["xms_cc"]["values"][0], "cp1");

    // A new token does not do: the person is wanted, and what is asked for goes with them.
    team.arm.turn_away(move |_, _| Some(refusal()));
    let found = problem(&ann.list().await.expect(403));
    assert_eq!(found.connect.unwrap().why, domain::problem::ConnectReason::Policy);
    let page = ann.page("/g/prod/apis").await.expect(403);
    assert!(page.text.contains("confirm a second factor"), "{}", page.text);
    assert!(!page.text.contains("1604106651"), "what is asked for is Azure's business");
    let sent = ann.begin().await;
    let claims: Value = serde_json::from_str(&sent.query["claims"]).unwrap();
    assert_eq!(claims["access_token"]["nbf"]["value"], "1604106651");
    team.arm.let_in();
    ann.come_back(&sent, "ann").await.expect(303);
    ann.list().await.expect(200);
    assert!(!ann.begin().await.query["claims"].contains("1604106651"), "asked for once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_of_the_token_endpoint_goes_with_the_person_too() {
    let team = Team::start().await;
    team.directory.set_lifetime(0);
    let ann = team.connected("ann").await;
    let demand = r#"{"access_token":{"capolids":{"essential":true,"values":["c1"]}}}"#;
    let text = "AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication.";
    team.directory.will_answer(400, json!({ "error": "interaction_required", "error_description": text, "claims": demand }));
    let found = problem(&ann.list().await.expect(403));
    assert_eq!(found.connect.unwrap().why, domain::problem::ConnectReason::Policy);
    assert!(ann.begin().await.query["claims"].contains("capolids"));
    assert!(!team.sealed("ann").await.unwrap().is_empty(), "the connection itself lives");

    let bob = team.connected("bob").await;
    let text = "AADSTS65001: The user or administrator has not consented to use the application.";
    team.directory.will_answer(400, json!({ "error": "invalid_grant", "error_description": text, "suberror": "consent_required" }));
    let found = problem(&bob.list().await.expect(403));
    assert_eq!(found.connect.unwrap().why, domain::problem::ConnectReason::Consent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_ends_when_azure_or_its_person_ends_it() {
    let team = Team::start().await;
    team.directory.set_lifetime(0);
    let ann = team.connected("ann").await;
    team.directory.revoke_all();
    let page = ann.page("/g/prod/backends").await.expect(403);
    assert!(page.text.contains("it was revoked, has expired") && page.text.contains("Connect to Azure as yourself"), "{}", page.text);
    assert_eq!(team.sealed("ann").await.as_deref(), Some(""), "what is of no use is not kept");
    ann.page("/g/prod/apis").await.expect(403);
    assert_eq!(team.directory.refreshes().len(), 1, "Entra ID is not asked about it again");
    assert!(ann.page("/me").await.text.contains("ended by Azure"));
    team.directory.set_lifetime(3600);
    ann.connect().await.expect(303);
    ann.page("/g/prod/backends").await.expect(200);

    let gone = ann.post("/me", &[("do", "disconnect-azure"), ("gateway", "prod")]).await.expect(303);
    assert_eq!(gone.header("location"), "/me?done=azure-disconnected");
    assert_eq!(team.sealed("ann").await, None);
    team.arm.take();
    ann.page("/g/prod/backends").await.expect(403);
    assert!(team.arm.take().is_empty(), "neither the token nor the list in memory serves");
    assert!(ann.audited("Azure_Disconnect").await[0].1.contains("ann@contoso.test"));
    ann.call("me/disconnect-azure", json!({ "gateway": "prod" })).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lives_as_long_as_something_opens_the_console_for_its_person() {
    let team = Team::start().await;
    let (ann, bob) = (team.connected("ann").await, team.connected("bob").await);
    let draft = json!({ "draft": { "name": "script", "role": "viewer", "gateways": [], "days": "1" } });
    let token = ann.call("me/create-token", draft).await.expect(200).json()["secret"].as_str().unwrap().to_owned();
    for person in [&ann, &bob] {
        person.post("/auth/logout", &[]).await.expect(303);
    }
    assert_eq!(team.sealed("bob").await, None, "nothing of his opens the console");
    assert!(team.sealed("ann").await.is_some(), "her script goes on");
    team.arm.take();
    let script = async |endpoint: &str, body: Value| {
        let request = team.console.http.request(Method::POST, team.console.url(&format!("/api/{endpoint}")));
        Answer::of(request.bearer_auth(&token).json(&body).send().await.unwrap()).await
    };
    script("backends/list", json!({ "gateway": "prod", "query": {} })).await.expect(200);
    assert_eq!(team.arm.bearers(), ["azure-ann-1"]);
    script("me/disconnect-azure", json!({ "gateway": "prod" })).await.expect(200);
    let found = problem(&script("backends/list", json!({ "gateway": "prod", "query": {} })).await.expect(403));
    assert_eq!(found.code.as_str(), "not_connected");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_azure_when_nobody_is_there() {
    let team = Team::start().await;
    let ann = team.connected("ann").await;
    // Azure fails at a change, so that nobody knows what became of it, also once it was looked at.
    let fails = |_: &str, request: &str| {
        let is_lost = request.ends_with("/backends/lost") && request.starts_with("PUT");
        is_lost.then(|| Refusal { status: 500, challenge: None, body: json!({}) })
    };
    team.arm.turn_away(fails);
    let save = json!({ "save": { "gateway": "prod", "draft": crate::harness::draft("lost", "https://lost.example"), "etag": null } });
    let found = problem(&ann.call("backends/save", save).await.expect(502));
    let audit_id = found.audit_id.unwrap();
    assert_eq!(found.code.as_str(), "unknown");
    let calls = std::cell::RefCell::new(vec![]);
    let looked = || async {
        calls.borrow_mut().extend(team.arm.take());
        let calls = calls.borrow();
        let put = calls.iter().position(|(_, request)| request.starts_with("PUT"))?;
        calls.iter().skip(put).any(|(_, request)| request.starts_with("GET")).then_some(())
    };
    until("it is looked at again, at once", looked).await;
    assert!(calls.borrow().iter().all(|(bearer, _)| bearer == "azure-ann-1"), "as her: {calls:?}");
    let settled = team.console.running.control().settle_all().await.unwrap();
    assert_eq!((settled, team.arm.take().len()), (0, 0), "jobs leave Azure alone");
    ann.call("audit/settle", json!({ "id": audit_id })).await.expect(200);
    assert_eq!(team.arm.bearers(), ["azure-ann-1"], "the button asks on behalf of whoever presses it");
}
