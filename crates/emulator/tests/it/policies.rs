//! Policies of every scope: layout, the two formats, and errors that say where.

use serde_json::{Value, json};

use crate::client::{Local, arm_error, etag, only_detail};

const PATH: &str = "/apis/orders/policies/policy";

async fn put(local: &Local, format: &str, value: &str) -> reqwest::Response {
    local.put(PATH, json!({ "format": format, "value": value })).await
}

fn wrapped(inbound: &str) -> String {
    format!("<policies>\n    <inbound>\n        {inbound}\n    </inbound>\n</policies>")
}

#[tokio::test]
async fn a_policy_is_laid_out_and_shown_in_both_formats() {
    let local = Local::demo().await;
    let raw =
        wrapped(r#"<!-- who --><set-variable name="a" value="@(context.Request.Headers.Count > 1 && "x" != "y")"></set-variable><base/>"#);
    let created = put(&local, "rawxml", &raw).await;
    assert_eq!(created.status(), 201);
    let first = etag(&created);
    let created: Value = created.json().await.unwrap();
    assert_eq!((&created["name"], &created["properties"]["format"]), (&json!("policy"), &json!("xml")));
    let expected = "<policies>\r\n\t<inbound>\r\n\t\t<!-- who -->\r\n\t\t<set-variable name=\"a\" value=\"@(context.Request.Headers.Count > 1 && \"x\" != \"y\")\" />\r\n\t\t<base />\r\n\t</inbound>\r\n</policies>";
    let shown = local.get_json(&format!("{PATH}?format=rawxml")).await["properties"].clone();
    assert_eq!((shown["format"].as_str(), shown["value"].as_str()), (Some("rawxml"), Some(expected)));
    let xml = local.get_json(PATH).await["properties"]["value"].as_str().unwrap().to_owned();
    assert!(xml.contains("Count &gt; 1 &amp;&amp; &quot;x&quot; != &quot;y&quot;)"), "{xml}");

    for (format, value) in [("xml", xml.as_str()), ("rawxml", expected), ("rawxml", raw.as_str())] {
        let again = put(&local, format, value).await;
        assert_eq!((again.status().as_u16(), etag(&again)), (200, first.clone()), "{format}");
    }
    let list = local.get_json("/apis/orders/policies").await;
    assert_eq!((list["count"].as_u64(), &list["value"][0]["name"]), (Some(1), &json!("policy")));
    assert_eq!(local.delete(PATH).await, 200);
    assert_eq!(local.delete(PATH).await, 204);
    let gone = arm_error(local.get(PATH).await).await;
    assert_eq!(gone.2, "Policy not found.");
}

#[tokio::test]
async fn what_a_policy_names_must_exist_and_the_error_says_where() {
    let local = Local::demo().await;
    let cases = [
        (r#"<set-backend-service backend-id="x" />"#, "set-backend-service", "Backend with id 'x' could not be found."),
        (r#"<log-to-eventhub logger-id="x">a</log-to-eventhub>"#, "log-to-eventhub", "Logger not found"),
        (r#"<include-fragment fragment-id="x" />"#, "include-fragment", "Policy fragment with id 'x' could not be found."),
        (r#"<set-backend />"#, "set-backend", "The element is not a policy that is allowed here."),
        (r#"<set-header />"#, "set-header", "The required attribute 'name' is missing."),
        (
            r#"<llm-semantic-cache-store duration="60" />"#,
            "llm-semantic-cache-store",
            "Policy is not allowed in the specified section 'inbound'. Expected: outbound.",
        ),
        (
            r#"<llm-token-limit counter-key="a" token-quota="1" token-quota-period="Montly" estimate-prompt-tokens="true" />"#,
            "llm-token-limit",
            "The attribute 'token-quota-period' must be one of Hourly, Daily, Weekly, Monthly, Yearly, Indefinite.",
        ),
        (
            r#"<llm-token-limit counter-key="a" estimate-prompt-tokens="true" />"#,
            "llm-token-limit",
            "Either tokens-per-minute, or token-quota and token-quota-period must be set.",
        ),
    ];
    for (element, name, message) in cases {
        let found = only_detail(put(&local, "rawxml", &wrapped(element)).await).await;
        assert_eq!(found, (name.to_owned(), format!("Error in element '{name}' on line 3, column 10: {message}")));
    }
    let found = only_detail(put(&local, "xml", &wrapped("<set-method>{{unknown}}</set-method>")).await).await;
    assert_eq!(found, ("representation".to_owned(), "Cannot find a property 'unknown'. Line 3, position 21.".to_owned()));
    assert_eq!(local.status(PATH).await, 404, "nothing was stored");
}

#[tokio::test]
async fn what_is_not_xml_says_where() {
    let local = Local::demo().await;
    let cases = [
        ("", "Value is required."),
        (
            "<policies><inbound></policies>",
            "The 'inbound' start tag on line 1 position 12 does not match the end tag of 'policies'. Line 1, position 22.",
        ),
        ("<policies>", "Unexpected end of file has occurred. The following elements are not closed: policies. Line 1, position 11."),
        ("<policies a=b />", "'b' is an unexpected token. The expected token is '\"' or '''. Line 1, position 13."),
        ("<policies />\n<policies />", "There are multiple root elements. Line 2, position 1."),
        ("<policies><!-- a -- b --></policies>", "An XML comment cannot contain '--'. Line 1, position 18."),
        (
            "<policies><inbound><set-method>a & b</set-method></inbound></policies>",
            "An error occurred while parsing EntityName. Line 1, position 35.",
        ),
    ];
    for (text, message) in cases {
        let body = json!({ "format": "xml", "value": if text.is_empty() { Value::Null } else { text.into() } });
        assert_eq!(only_detail(local.put(PATH, body).await).await.1, message, "{text}");
    }
    let (_, message) = only_detail(put(&local, "rawxml-link", "https://x.example/policy.xml").await).await;
    assert!(message.contains("does not fetch"), "{message}");
    assert_eq!(only_detail(put(&local, "rawxml", "<fragment />").await).await.0, "fragment");
}

#[tokio::test]
async fn every_scope_has_one_policy() {
    let local = Local::demo().await;
    let scopes = ["", "/products/ai-standard", "/apis/orders", "/apis/orders/operations/get-order"];
    for scope in scopes {
        let path = format!("{scope}/policies/policy");
        let status = local.put(&path, json!({ "value": "<policies><inbound><base /></inbound></policies>" })).await.status().as_u16();
        assert_eq!(status, if scope.is_empty() { 200 } else { 201 }, "{path}");
        assert_eq!(local.names(&format!("{scope}/policies")).await, ["policy"]);
    }
    let other = local.put("/apis/orders/policies/other", json!({ "value": "<policies />" })).await;
    assert_eq!(only_detail(other).await.0, "name");
}

/// Policies that people run on real gateways, if they are at hand.
#[tokio::test]
async fn real_policies_are_read_and_come_back_the_same() {
    let Some(facts) = crate::examples::facts() else { return };
    let local = Local::demo().await;
    let mut read = 0;
    for entry in std::fs::read_dir(facts.join("policies-real")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        // Some are of a generator that misspells attributes, some have placeholders for attributes.
        let is_unfinished = text.contains("estimate-prompt-token=") || text.contains("=\"{tpm}\"");
        if path.extension().is_none_or(|kind| kind != "xml") || !text.contains("<policies") || is_unfinished {
            continue;
        }
        let answer = put(&local, "rawxml", &text).await;
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        if status == 400 {
            let details = body["error"]["details"].as_array().unwrap();
            let is_missing = |message: &str| {
                message.contains("could not be found") || message.contains("Cannot find") || message.contains("Logger not found")
            };
            for detail in details {
                assert!(is_missing(detail["message"].as_str().unwrap()), "{}: {detail}", path.display());
            }
        } else {
            let xml = local.get_json(PATH).await["properties"]["value"].as_str().unwrap().to_owned();
            let before = etag(&local.get(PATH).await);
            assert_eq!(etag(&put(&local, "xml", &xml).await), before, "{}", path.display());
        }
        read += 1;
    }
    assert!(read > 10, "{read}");
}
