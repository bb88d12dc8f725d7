//! Text from Azure, from forms and from addresses stays text; the browser is told to refuse the rest.

use crate::{
    detect::{IMAGE, SCRIPT, broken_out, refused_by_policy, selector},
    harness::{Answer, Console, single},
    routes::{ENDPOINTS, PAGES},
};
use serde_json::{Value, json};

/// Both at once, percent-encoded for a path or a query.
fn encoded() -> String {
    let text = format!("{SCRIPT}{IMAGE}");
    let encoded = serde_urlencoded::to_string([("k", text)]).unwrap();
    encoded[2..].replace('+', "%20")
}

/// The page is whole, and nothing in it became markup.
#[track_caller]
fn assert_inert(place: &str, answer: &Answer) {
    assert!(answer.header("content-type").starts_with("text/html"), "{place}: {} {}", answer.status, answer.text);
    assert!(answer.text.contains("</html>"), "{place} is cut off");
    let found = broken_out(&answer.text);
    assert!(found.is_empty(), "{place}: {found:?}\n{}", answer.text);
}

/// Whether the page shows it at all: what is left out proves nothing.
fn is_shown(answer: &Answer) -> bool {
    let (page, visible) = (scraper::Html::parse_document(&answer.text), selector("body *:not(script)"));
    // Own texts only: those of a script inside are not shown.
    let mut texts = page.select(&visible).flat_map(|element| {
        let own = element.children().filter_map(|node| node.value().as_text().map(|text| &**text));
        own.chain(element.value().attrs().map(|(_, value)| value))
    });
    texts.any(|text| text.contains("<script>x</script>") || text.contains("onerror=x"))
}

/// A backend with harm in every text that Azure lets through, a pool of it, and what follows.
async fn seed(console: &Console) {
    let harm = format!("{SCRIPT}{IMAGE}");
    let backend = json!({
        "type": "Single", "title": harm, "description": harm, "protocol": "http", "azureRegion": harm,
        "url": format!("https://x.example/{harm}"),
        "credentials": {
            "header": { harm.as_str(): ["v"] }, "query": { harm.as_str(): ["v"] },
            "authorization": { "scheme": SCRIPT, "parameter": "v" },
        },
        "circuitBreaker": { "rules": [{
            "name": harm, "tripDuration": "PT1M", "acceptRetryAfter": true,
            "failureCondition": { "count": 3, "interval": "PT1M", "statusCodeRanges": [], "errorReasons": [harm] },
        }] },
        "proxy": { "url": format!("http://proxy.example/{harm}"), "username": harm, "password": "v" },
        "tls": { "validateCertificateChain": true, "validateCertificateName": true },
        harm.as_str(): { "unknown": harm },
    });
    console.given("/backends/hostile", backend).await;
    let id = console.stored("/backends/hostile").await["id"].clone();
    let pool = json!({
        "type": "Pool", "title": harm, "description": harm,
        "pool": { "services": [{ "id": id, "weight": 1, "priority": 1 }], "sessionAffinity": { "sessionId": { "source": "Cookie", "name": harm } } },
    });
    console.given("/backends/hostile-pool", pool).await;
    // A name that Azure allows and HTML doesn't like.
    console.given("/backends/o'hostile%22name", single("https://x.example")).await;
}

/// The demo with a subscription that has such a display name. Resource Manager's side of the emulator
/// can't write subscriptions, but it keeps them in a file.
async fn with_hostile_subscription() -> Console {
    let dir = Console::start().await.stop().await;
    let file = dir.path().join("emulator.json");
    let mut state: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let mut resources = state["resources"].as_array_mut().unwrap().iter_mut();
    let demo = resources.find(|resource| resource["path"] == "/subscriptions/demo").unwrap();
    demo["properties"]["displayName"] = format!("{SCRIPT}{IMAGE}").into();
    std::fs::write(file, state.to_string()).unwrap();
    Console::open(dir, &[], None).await
}

#[tokio::test(flavor = "multi_thread")]
async fn azures_texts_stay_texts() {
    let console = with_hostile_subscription().await;
    seed(&console).await;
    for name in ["hostile", "hostile-pool", "o'hostile%22name"] {
        for path in ["", "/edit", "/delete"] {
            let path = format!("/g/local/backends/{name}{path}");
            let page = console.page(&path).await;
            assert_inert(&path, &page);
            assert_eq!(page.status, 200, "{path}");
            assert!(name.starts_with("o'") || path.ends_with("/delete") || is_shown(&page), "{path} does not show it");
        }
        let path = format!("/g/local/backends/new?from={name}");
        assert_inert(&path, &console.page(&path).await);
    }
    for (_, path) in PAGES.iter().filter(|(route, _)| *route != "/") {
        assert_inert(path, &console.page(path).await);
    }
    // A change of it puts both versions into the audit.
    let detail = console.ask("backends/get", json!({ "gateway": "local", "name": "hostile-pool" })).await;
    let member = detail["pool"]["members"][0]["id"].clone();
    let weights = json!({ "gateway": "local", "name": "hostile-pool", "etag": detail["etag"],
        "weights": [{ "id": member, "weight": "7", "priority": "1" }] });
    let saved = console.ask("backends/weights", weights).await;
    let path = format!("/audit/{}", saved["audit_id"].as_str().unwrap());
    assert_inert(&path, &console.page(&path).await.expect(200));
    assert!(is_shown(&console.page("/g/local/playground").await), "the subscription's name");
}

#[tokio::test(flavor = "multi_thread")]
async fn azures_refusals_stay_texts() {
    let console = Console::start().await;
    let harm = format!("{SCRIPT}{IMAGE}");
    let rule = json!([{ "path_contains": "/backends", "do": { "answer": { "status": 403, "code": harm, "message": harm } } }]);
    console.switch(rule).await;
    for (_, path) in PAGES.iter().filter(|(route, _)| *route != "/") {
        assert_inert(path, &console.page(path).await);
    }
    let refused = console.page("/g/local/backends").await.expect(502);
    assert!(is_shown(&refused), "the refusal is shown, escaped");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_stay_texts() {
    let console = Console::start().await;
    let harm = encoded();
    let parameters =
        ["text", "show", "sort", "order", "page", "refresh", "kind", "from", "done", "entry", "gateway", "operation", "outcome", "before"];
    for (route, path) in PAGES {
        let query: Vec<_> = parameters.iter().map(|name| format!("{name}={harm}")).collect();
        let path = format!("{path}?{}", query.join("&"));
        if *route != "/" {
            assert_inert(&path, &console.page(&path).await);
        }
        let path = route.replace("{gateway}", &harm).replace("{backend}", &harm).replace("{entry}", &harm);
        if path != *route {
            assert_inert(&path, &console.page(&path).await);
        }
        let path = route.replace("{gateway}", "local").replace("{backend}", &harm).replace("{entry}", &harm);
        if path != "/" {
            assert_inert(&path, &console.page(&path).await);
        }
    }
    for name in ["text", "done", "from", "kind"] {
        for path in ["/audit", "/g/local/backends", "/g/local/backends/aoai-pool", "/g/local/backends/new"] {
            let path = format!("{path}?{name}={harm}");
            assert_inert(&path, &console.page(&path).await);
        }
    }
    let path = format!("/no/such/{harm}");
    assert_inert(&path, &console.page(&path).await.expect(404));
    let themed = console.browse(reqwest::Method::GET, "/audit").header("cookie", format!("theme={IMAGE}; x={SCRIPT}"));
    assert_inert("the theme's cookie", &Answer::of(themed.send().await.unwrap()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_come_back_keep_texts_texts() {
    let console = Console::start().await;
    let harm = format!("{SCRIPT}{IMAGE}");
    let fields = [
        "name",
        "title",
        "description",
        "url",
        "protocol",
        "azure_region",
        "member.0.id",
        "member.0.weight",
        "member.0.priority",
        "session_cookie",
        "failure_status",
        "breaker.name",
        "breaker.measure",
        "breaker.threshold",
        "breaker.interval",
        "breaker.trip_duration",
        "breaker.status_ranges",
        "breaker.error_reasons",
        "header.0.name",
        "header.0.value",
        "query.0.name",
        "query.0.value",
        "authorization.scheme",
        "authorization.value",
        "proxy.url",
        "proxy.username",
        "proxy.value",
        "etag",
        "current_etag",
        "deployment",
        "api_path",
        "subscription",
        "api_version",
        "temperature",
        "top_p",
        "max_tokens",
        "seed",
        "stop",
        "system",
        "prompt",
        "message.0.role",
        "message.0.content",
        "after",
        "return_to",
    ];
    let everything: Vec<_> = fields.iter().map(|name| (*name, harm.as_str())).collect();
    let forms = [
        ("/g/local/backends/new", &["save", "overwrite", "rebase", "add-header", "add-breaker", "nonsense"][..]),
        ("/g/local/backends/new?kind=pool", &["save", "add-member"]),
        ("/g/local/backends/aoai-swc-ptu/edit", &["save", "rebase", "remove-header.0"]),
        ("/g/local/backends/aoai-pool", &["weights", "reconnect"]),
        ("/g/local/backends/aoai-pool/delete", &["delete"]),
        ("/g/local/playground", &["send", "new"]),
        ("/audit/nothing", &["settle"]),
    ];
    for (path, buttons) in forms {
        for button in buttons {
            for kind in ["single", "pool"] {
                let pairs = [everything.as_slice(), &[("do", button), ("kind", kind)]].concat();
                let answer = console.post_form(path, &pairs).await;
                assert_inert(&format!("{button} to {path}"), &answer);
                assert!(!path.contains("/new") || is_shown(&answer), "{button} to {path} loses what was typed");
            }
        }
    }
    assert!(console.writes().await.is_empty(), "nothing of this was sent to Azure");
    // A sound question with harm in it is answered, and both stay text.
    let asked = [("deployment", "gpt-4o"), ("api_path", "openai"), ("subscription", "demo"), ("prompt", harm.as_str()), ("system", &harm)];
    let answer = console.post_form("/g/local/playground", &asked).await;
    assert_inert("an answered chat", &answer);
    assert!(is_shown(&answer), "the question is shown");
    answer.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn json_keeps_its_type() {
    let console = Console::start().await;
    seed(&console).await;
    for endpoint in ENDPOINTS {
        let answer = console.call(endpoint.path, serde_json::from_str::<Value>(endpoint.body).unwrap()).await;
        assert!(answer.header("content-type").starts_with("application/json"), "{}", endpoint.path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", endpoint.path);
        assert_eq!(answer.header("cache-control"), "no-store", "{}", endpoint.path);
    }
    let missing = console.page("/api/nothing").await.expect(404);
    assert_eq!(missing.json()["code"], "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_carry_the_policy_and_obey_it() {
    let console = Console::start().await;
    let mut nonces = Vec::new();
    for (_, path) in PAGES.iter().chain(&[("", "/no/such/page")]) {
        let page = console.page(path).await;
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("x-request-id").len(), 36, "{path}");
        let policy = page.header("content-security-policy");
        for rule in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).unwrap().0;
        assert!(nonce.len() >= 22, "{path}: {nonce}");
        let refused = refused_by_policy(&page.text, nonce);
        assert!(refused.is_empty(), "{path}: {refused:?}");
        nonces.push(nonce.to_owned());
    }
    let count = nonces.len();
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), count, "a nonce was used twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_cookie_is_locked_down() {
    let console = Console::start().await;
    let page = console.page("/audit").await;
    let cookie = page.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    let flags: Vec<_> = cookie.split(';').skip(1).map(str::trim).collect();
    for flag in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(flags.contains(&flag), "{flag} in {cookie}");
    }
    assert!(!cookie.to_ascii_lowercase().contains("domain"), "{cookie}");
    let value = cookie.split(';').next().unwrap();
    let again = console.browse(reqwest::Method::GET, "/audit").header("cookie", value);
    let again = Answer::of(again.send().await.unwrap()).await;
    assert_eq!(again.header("set-cookie"), "", "the session is kept");
    let probe = Answer::of(console.http.get(console.url("/healthz")).send().await.unwrap()).await;
    assert_eq!(probe.header("set-cookie"), "", "probes get none");
    // The database does not hold what the cookie does.
    let secret = value.strip_prefix("__Host-session=").unwrap().to_owned();
    let dir = console.stop().await;
    let bytes = std::fs::read(dir.path().join("console.db")).unwrap();
    assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_theme_leads_to_no_other_site() {
    let console = Console::start().await;
    for (asked, followed) in [("/audit", "/audit"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("/\\evil.example", "/")] {
        let answer = console.post_form("/theme", &[("theme", "dark"), ("return_to", asked)]).await.expect(303);
        assert_eq!(answer.header("location"), followed, "{asked}");
    }
}
