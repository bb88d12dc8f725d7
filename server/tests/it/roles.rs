//! Who is answered what, over HTTP with sign-in: each server function, page, form, stream and download for
//! nobody in particular, a person without a role and each role, on a gateway of theirs and on one that
//! is not. What there is comes from the running console; what is expected is written by hand, in
//! `permissions` for operations and here for addresses.

use crate::{
    permissions::OPERATIONS,
    routes::{DOWNLOADS, ENDPOINTS, Endpoint, PAGES, POSTS},
    team::{FOREIGN, OWN, Team, Who},
};
use domain::Role;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const EVERYONE: [Who; 5] = [None, Some(Role::Nobody), Some(Role::Viewer), Some(Role::Operator), Some(Role::Admin)];

/// An address, the least role that it answers, and with what it answers that role.
#[derive(Clone)]
struct Row {
    what: String,
    least: Role,
    status: u16,
    /// What someone who has not signed in gets.
    anonymous: u16,
    /// Whether it is about a gateway.
    is_on_gateway: bool,
    /// What someone with too low a role gets on a gateway that is not theirs.
    low_on_foreign: u16,
}

impl Row {
    /// A role that is too low is refused before anyone looks whether the gateway is theirs; with the role, a
    /// gateway that is not theirs does not exist.
    fn expected(&self, who: Who, gateway: &str) -> u16 {
        match who {
            None => self.anonymous,
            // Without any role nothing is looked at.
            Some(role) if role < self.least && (role == Role::Nobody || !self.is_on_gateway || gateway == OWN) => 403,
            Some(role) if role < self.least => self.low_on_foreign,
            Some(_) if self.is_on_gateway && gateway == FOREIGN => 404,
            Some(_) => self.status,
        }
    }
}

/// What was found for each row, person and gateway.
type Found = BTreeMap<(String, Who, &'static str), u16>;

/// What of `found` is not as `rows` have it.
fn differences(found: &Found, rows: &[Row]) -> Vec<String> {
    let find = |what: &str| rows.iter().find(|row| row.what == what).unwrap_or_else(|| panic!("{what} has no row"));
    let wrong = found.iter().filter_map(|((what, who, gateway), status)| {
        let expected = find(what).expected(*who, gateway);
        (expected != *status).then(|| format!("{what} on {gateway} as {who:?}: {status}, not {expected}"))
    });
    wrong.collect()
}

/// One wrong permission for each role must be seen: the same answers against a table with that one row changed.
fn assert_sensitive(found: &Found, rows: &[Row]) {
    for (least, other) in [(Role::Viewer, Role::Operator), (Role::Operator, Role::Admin), (Role::Admin, Role::Operator)] {
        let mut flipped = rows.to_vec();
        let Some(row) = flipped.iter_mut().find(|row| row.least == least) else { continue };
        row.least = other;
        let what = row.what.clone();
        let wrong = differences(found, &flipped);
        assert!(!wrong.is_empty() && wrong.iter().all(|line| line.starts_with(&what)), "{what} for {other:?}: {wrong:?}");
    }
}

fn least(operation: &str) -> Role {
    OPERATIONS.iter().find(|(id, _)| *id == operation).unwrap_or_else(|| panic!("{operation} has no role")).1
}

fn name_of(endpoint: &Endpoint) -> String {
    format!("/api/{} {}", endpoint.path, endpoint.operation)
}

/// Of oneself, whatever the role: also without any.
const OF_ONESELF: [&str; 3] = ["Session_List", "Token_Create", "Azure_Disconnect"];
/// Only about what is one's own; the probe is about what is not, which has a row of its own.
const OF_ONES_OWN: [&str; 2] = ["Session_Revoke", "Token_Revoke"];

#[tokio::test(flavor = "multi_thread")]
async fn server_functions_answer_whom_the_table_says() {
    let team = Team::start().await;
    let endpoints: Vec<_> = ENDPOINTS.iter().filter(|endpoint| !OF_ONES_OWN.contains(&endpoint.operation)).collect();
    let row = |endpoint: &&Endpoint| Row {
        what: name_of(endpoint),
        least: if OF_ONESELF.contains(&endpoint.operation) { Role::Nobody } else { least(endpoint.operation) },
        status: endpoint.status,
        anonymous: 401,
        is_on_gateway: endpoint.body.contains(r#""gateway":"local""#),
        low_on_foreign: 403,
    };
    let rows: Vec<_> = endpoints.iter().map(row).collect();
    let mut found = Found::new();
    for endpoint in endpoints {
        for (who, gateway) in EVERYONE.iter().flat_map(|who| [(*who, OWN), (*who, FOREIGN)]) {
            let body = endpoint.body.replace(r#""gateway":"local""#, &format!(r#""gateway":"{gateway}""#));
            let body: Value = serde_json::from_str(&body).unwrap();
            let status = team.send(who, team.console.request(endpoint.path, &body)).await.status;
            found.insert((name_of(endpoint), who, gateway), status);
        }
    }
    assert_eq!(differences(&found, &rows), Vec::<String>::new());
    assert_sensitive(&found, &rows);
}

/// The least role for each page by its pattern in the app's route table, and with what its address in `routes`
/// is answered.
const PAGE_ROLES: &[(&str, Role, u16)] = &[
    ("/", Role::Viewer, 302),
    ("/g/{gateway}", Role::Viewer, 200),
    ("/g/{gateway}/backends", Role::Viewer, 200),
    ("/g/{gateway}/backends/new", Role::Operator, 200),
    ("/g/{gateway}/backends/{backend}", Role::Viewer, 200),
    ("/g/{gateway}/backends/{backend}/edit", Role::Operator, 200),
    ("/g/{gateway}/backends/{backend}/delete", Role::Admin, 200),
    ("/g/{gateway}/new-llm-api", Role::Operator, 200),
    ("/g/{gateway}/apis/{api}/policy", Role::Viewer, 200),
    ("/g/{gateway}/apis/{parent}/diagnostics", Role::Viewer, 200),
    ("/g/{gateway}/apis/{parent}/diagnostics/new", Role::Operator, 200),
    ("/g/{gateway}/apis/{parent}/diagnostics/{name}", Role::Viewer, 200),
    ("/g/{gateway}/apis/{parent}/diagnostics/{name}/edit", Role::Operator, 200),
    ("/g/{gateway}/apis/{parent}/diagnostics/{name}/delete", Role::Admin, 200),
    // Their addresses are about a subscription.
    ("/g/{gateway}/{collection}", Role::Viewer, 200),
    ("/g/{gateway}/{collection}/new", Role::Admin, 200),
    ("/g/{gateway}/{collection}/{name}", Role::Viewer, 200),
    ("/g/{gateway}/{collection}/{name}/edit", Role::Admin, 200),
    ("/g/{gateway}/{collection}/{name}/delete", Role::Admin, 200),
    ("/g/{gateway}/playground", Role::Operator, 200),
    ("/me", Role::Nobody, 200),
    ("/settings", Role::Admin, 200),
    ("/audit", Role::Viewer, 200),
    ("/audit/{entry}", Role::Viewer, 404),
    ("/operations", Role::Viewer, 200),
];

/// A form or the relay: its address, what is sent, the least role, what that role is answered, and what
/// someone below it is answered on a gateway that is not theirs (the page below the refusal is not there).
const POST_ROLES: &[(&str, &str, Role, u16, u16)] = &[
    ("/g/local/backends/new", "do=save", Role::Operator, 422, 403),
    ("/g/local/backends/aoai-pool", "do=weights&etag=old", Role::Operator, 409, 404),
    ("/g/local/backends/aoai-pool/edit", "do=save&etag=old", Role::Operator, 422, 403),
    ("/g/local/backends/aoai-pool/delete", "etag=old", Role::Admin, 409, 403),
    ("/g/local/new-llm-api", "do=save", Role::Operator, 422, 403),
    ("/g/local/apis/azure-openai/policy", "do=save", Role::Operator, 422, 404),
    ("/g/local/apis/azure-openai/diagnostics", "do=llm-logging", Role::Operator, 303, 404),
    ("/g/local/apis/azure-openai/diagnostics/new", "do=save", Role::Operator, 422, 404),
    ("/g/local/apis/azure-openai/diagnostics/azuremonitor", "do=nothing", Role::Viewer, 303, 303),
    ("/g/local/apis/azure-openai/diagnostics/azuremonitor/edit", "do=save&etag=old", Role::Operator, 422, 404),
    ("/g/local/apis/azure-openai/diagnostics/azuremonitor/delete", "etag=old", Role::Admin, 409, 403),
    ("/g/local/subscriptions/new", "do=save", Role::Admin, 422, 404),
    ("/g/local/subscriptions/demo", "do=reveal&which=primary", Role::Admin, 200, 404),
    ("/g/local/subscriptions/demo/edit", "do=save&etag=old", Role::Admin, 422, 404),
    ("/g/local/subscriptions/demo/delete", "etag=old", Role::Admin, 409, 403),
    ("/g/local/playground", "do=send&deployment=gpt-4o", Role::Operator, 422, 403),
    // A page that is not there, whatever is sent to it.
    ("/audit/01890000-0000-7000-8000-000000000000", "do=settle", Role::Viewer, 404, 404),
    ("/me", "do=create-token", Role::Nobody, 422, 422),
    ("/settings", "do=revoke-session&session=nothing", Role::Admin, 303, 403),
    ("/theme", "theme=dark", Role::Nobody, 303, 303),
    ("/api/playground/local/openai/deployments/gpt-4o/chat/completions?subscription=demo", CALL, Role::Operator, 200, 403),
];

/// A stream, so that its end is seen too.
const CALL: &str = r#"{"messages":[{"role":"user","content":"Hello"}],"stream":true,"max_tokens":3}"#;

/// The same address on another gateway.
fn on(gateway: &str, path: &str) -> String {
    path.replace("/g/local", &format!("/g/{gateway}")).replace("playground/local", &format!("playground/{gateway}"))
}

fn is_on_gateway(path: &str) -> bool {
    on(FOREIGN, path) != path
}

/// Asks as everyone, here and there.
async fn probe(team: &Team, rows: &[Row], request: impl Fn(&str) -> RequestBuilder) -> Found {
    let mut found = Found::new();
    for row in rows {
        for (who, gateway) in EVERYONE.iter().flat_map(|who| [(*who, OWN), (*who, FOREIGN)]) {
            let status = team.send(who, request(&on(gateway, &row.what))).await.status;
            found.insert((row.what.clone(), who, gateway), status);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_downloads_answer_whom_the_table_says() {
    let team = Team::start().await;
    let page = |(pattern, address): &(&str, &'static str)| {
        let (_, least, status) = PAGE_ROLES.iter().find(|row| row.0 == *pattern).unwrap_or_else(|| panic!("{pattern} has no row"));
        (*address, *least, *status)
    };
    let downloads = DOWNLOADS.iter().map(|path| (*path, Role::Viewer, 200));
    let row = |(path, least, status): (&'static str, Role, u16)| Row {
        what: path.to_owned(),
        least,
        status,
        anonymous: 303,
        is_on_gateway: is_on_gateway(path),
        low_on_foreign: 403,
    };
    let rows: Vec<_> = PAGES.iter().map(page).chain(downloads).map(row).collect();
    let found = probe(&team, &rows, |path| team.console.browse(Method::GET, path)).await;
    assert_eq!(differences(&found, &rows), Vec::<String>::new());
    assert_sensitive(&found, &rows);
    let away = team.console.page("/g/local/backends?q=a&sort=name").await;
    assert_eq!(away.header("location"), "/auth/login?return_to=%2Fg%2Flocal%2Fbackends%3Fq%3Da%26sort%3Dname");
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_and_the_relay_answer_whom_the_table_says() {
    let team = Team::start().await;
    let known: BTreeSet<_> = POST_ROLES.iter().map(|row| row.0).collect();
    assert_eq!(known, POSTS.iter().copied().collect(), "the table of roles and that of addresses");
    let rows: Vec<_> = POST_ROLES
        .iter()
        .map(|(path, _, least, status, low_on_foreign)| Row {
            what: (*path).to_owned(),
            least: *least,
            status: *status,
            anonymous: 401,
            // What does nothing does not ask where.
            is_on_gateway: is_on_gateway(path) && *low_on_foreign != 303,
            low_on_foreign: *low_on_foreign,
        })
        .collect();
    let sent: BTreeMap<String, &str> =
        POST_ROLES.iter().flat_map(|row| [OWN, FOREIGN].map(|gateway| (on(gateway, row.0), row.1))).collect();
    let found = probe(&team, &rows, |path| {
        let request = team.console.browse(Method::POST, path).header("origin", &team.console.running.url);
        let kind = if sent[path] == CALL { "application/json" } else { "application/x-www-form-urlencoded" };
        request.header("content-type", kind).body(sent[path])
    });
    let found = found.await;
    assert_eq!(differences(&found, &rows), Vec::<String>::new());
    assert_sensitive(&found, &rows);
}

/// What needs no role and no session: the addresses of signing in, and the probes. What it answers, by whether
/// someone is signed in. Signing out comes last: it ends the session.
const OPEN: &[(&str, &str, u16, u16)] = &[
    ("GET", "/healthz", 200, 200),
    ("GET", "/readyz", 200, 200),
    ("GET", "/auth/login", 303, 303),
    ("GET", "/auth/callback", 400, 400),
    // Nothing is sent: it takes a form.
    ("POST", "/auth/backchannel-logout", 415, 415),
    ("GET", "/auth/logout", 200, 200),
    ("POST", "/auth/logout", 303, 303),
];

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_and_the_probes_are_open_to_everyone() {
    let team = Team::start().await;
    let mut wrong = Vec::new();
    for (method, path, anonymous, signed_in) in OPEN {
        for who in EVERYONE {
            let request = team.console.browse(method.parse().unwrap(), path).header("origin", &team.console.running.url);
            let status = team.send(who, request).await.status;
            let expected = if who.is_some() { *signed_in } else { *anonymous };
            if status != expected {
                wrong.push(format!("{method} {path} as {who:?}: {status}, not {expected}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let page = team.send(Some(Role::Admin), team.console.browse(Method::GET, "/me")).await;
    assert_eq!(page.status, 303, "signed out");
}
