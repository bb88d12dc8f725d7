//! References in documents as people write them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use policy::{References, references};
use proptest::prelude::*;
use std::{env, fs, path::PathBuf};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn each_kind_once_in_order_of_appearance() {
    let document = r#"<policies><inbound>
        <base />
        <include-fragment fragment-id="auth" />
        <set-backend-service backend-id = 'pool' />
        <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="embeddings" embeddings-backend-auth="system-assigned">
            <vary-by>@(context.Subscription.Id)</vary-by>
        </llm-semantic-cache-lookup>
        <llm-content-safety backend-id="safety" shield-prompt="true" />
        <choose><when condition="@(context.Request.Headers.GetValueOrDefault("x", "") == "{{tier}}")">
            <set-backend-service backend-id="payg"/>
        </when><otherwise><set-backend-service backend-id="pool"/></otherwise></choose>
        <log-to-eventhub logger-id="hub">@{ return "{{region}}/{{tier}}"; }</log-to-eventhub>
        <include-fragment fragment-id="auth" />
    </inbound></policies>"#;
    let expected = References {
        backends: names(&["pool", "embeddings", "safety", "payg"]),
        named_values: names(&["tier", "region"]),
        fragments: names(&["auth"]),
        loggers: names(&["hub"]),
    };
    assert_eq!(references(document), expected);
}

#[test]
fn csharp_hides_nothing_and_shows_nothing() {
    let document = r#"<inbound>
        <set-variable name="a" value="@{
            // don't stop here: "
            var text = "<set-backend-service backend-id=\"in-a-string\" />";
            var path = @"c:\"; char quote = '"';
            if (1 < 2 && list.Count > 0) { return ((JArray)x["y"])[0].Value<string>(); }
            return $"{{ \"k\": \"{x["k"]}\" }}";
        }" />
        <set-body>@("<include-fragment fragment-id='no' />" + a)</set-body>
        <set-backend-service backend-id="@((string)context.Variables["b"])" />
        <set-backend-service backend-id="{{from-a-value}}" />
        <set-backend-service backend-id="real" />
    </inbound>"#;
    let expected = References { backends: names(&["real"]), named_values: names(&["from-a-value"]), ..References::default() };
    assert_eq!(references(document), expected);
}

#[test]
fn comments_and_cdata_are_no_markup() {
    let document = r#"<!-- <set-backend-service backend-id="old" /> {{old}} --><?xml version="1.0"?>
        <return-response><set-body><![CDATA[<set-backend-service backend-id="text" /> {{shown}} @( ]]></set-body></return-response>
        <set-backend-service backend-id="new" />"#;
    let expected = References { backends: names(&["new"]), named_values: names(&["shown"]), ..References::default() };
    assert_eq!(references(document), expected);
}

#[test]
fn liquid_has_variables_of_its_own() {
    let document = r#"<set-body template="liquid">{"a": "{{body.a}}", "b": "{{context.Api.Name}}", "c": "{{region}}"}</set-body>
        <set-body>{{body.b}}</set-body>"#;
    assert_eq!(references(document).named_values, ["region", "body.b"]);
}

#[test]
fn the_escaped_format_reads_the_same() {
    let document =
        r#"<when condition="@(a(&quot;)&quot;) &lt; 2 &amp;&amp; b == &quot;\&quot;&quot;)"><set-backend-service backend-id="b" /></when>"#;
    assert_eq!(references(document).backends, ["b"]);
}

#[test]
fn broken_markup_costs_only_itself() {
    for broken in [
        r#"<set-header name="x>"#,
        "<set-header name=",
        r#"<value>@("never closed</value>"#,
        r#"<when condition="@(x == 1">"#,
        "<",
        "a < b",
        "</",
        "</inbound",
        "<<>>",
        "@(",
        "& ; \" '",
    ] {
        let document = format!("<inbound>{broken}\n<set-backend-service backend-id=\"b\" />\n</inbound>");
        assert_eq!(references(&document).backends, ["b"], "{broken}");
    }
}

#[test]
fn a_hostile_document_is_read_in_time() {
    for part in ["<a>@(", "<a b=\"@{", "<!", "{{a", "<a b='", "@(\"", "<a>@($\"{", "<?"] {
        assert_eq!(references(&part.repeat(50_000)).backends, names(&[]));
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        references(&text);
    }

    #[test]
    fn any_mixture_of_markup_is_read(parts in prop::collection::vec(prop::sample::select(vec![
        "<", ">", "/>", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "\"", "'", "=", " ", "\n", "@(", "@{", ")", "}", "{{", "}}", "\\",
        "$\"", "@\"", "$@\"", "//", "/*", "*/", "&quot;", "é", "set-backend-service", "backend-id", "set-body", "template", "liquid", "x",
    ]), 0..60)) {
        references(&parts.concat());
    }

    /// Whatever a string of an expression holds, what comes after it is still found.
    #[test]
    fn no_string_hides_what_follows(text in "[ -~é€]{0,40}") {
        let escaped = text.replace('\\', r"\\").replace('"', "\\\"");
        let doubled = text.replace('"', "\"\"");
        for literal in [format!("\"{escaped}\""), format!("@\"{doubled}\""), format!("$@\"{}\"", doubled.replace('{', "{{").replace('}', "}}"))] {
            for document in [
                format!("<a b=\"@({literal})\"/><set-backend-service backend-id=\"after\"/>"),
                format!("<a>@{{ return {literal}; }}</a><set-backend-service backend-id=\"after\"/>"),
            ] {
                prop_assert_eq!(references(&document).backends, names(&["after"]), "{}", document);
            }
        }
    }
}

/// Documents from public repositories, kept beside the workspace.
fn real_documents() -> Option<Vec<(PathBuf, String)>> {
    let facts =
        env::var_os("APIM_FACTS_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/apim"), PathBuf::from);
    let files = fs::read_dir(facts.join("policies-real")).ok()?.map(|file| file.unwrap().path());
    let documents = files.filter(|file| file.extension().is_some_and(|end| end == "xml"));
    Some(documents.map(|file| (file.clone(), fs::read_to_string(&file).unwrap())).collect())
}

/// The literal values of `attribute` in all `element`s outside comments, found by cutting strings.
fn naive(document: &str, element: &str, attribute: &str) -> Vec<String> {
    let without_comments: String = document
        .split("<!--")
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split_once("-->").map_or("", |cut| cut.1) })
        .collect();
    let mut found = Vec::new();
    for part in without_comments.split(&format!("<{element} ")).skip(1) {
        let Some((_, value)) = part.split_once(&format!("{attribute}=\"")) else {
            continue;
        };
        let value = value.split('"').next().unwrap_or_default();
        if !value.starts_with('@') && !value.contains("{{") {
            found.push(value.to_owned());
        }
    }
    found
}

#[test]
fn real_documents_give_what_a_naive_search_finds() {
    let Some(documents) = real_documents() else {
        eprintln!("skipped: no policies-real in APIM_FACTS_DIR");
        return;
    };
    let mut checked = 0;
    for (file, document) in documents {
        let found = references(&document);
        for (element, attribute, list) in
            [("set-backend-service", "backend-id", &found.backends), ("include-fragment", "fragment-id", &found.fragments)]
        {
            for name in naive(&document, element, attribute) {
                assert!(list.contains(&name), "{}: {name} not in {list:?}", file.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 10, "only {checked} references: are these the documents?");
}

#[test]
fn the_first_backend_in_plain_text_takes_the_calls() {
    let document = r#"<policies><inbound><base />
        <!-- <set-backend-service backend-id="old" /> -->
        <llm-content-safety backend-id="safety" />
        <set-backend-service backend-id="@(context.Variables["x"])" />
        <set-backend-service id="x" backend-id = 'aoai-pool' />
        <set-backend-service backend-id="later" /></inbound></policies>"#;
    assert_eq!(policy::routed_backend(document).as_deref(), Some("aoai-pool"));
    for none in [r#"<set-backend-service base-url="https://x" />"#, r#"<set-backend-services backend-id="x" />"#, ""] {
        assert_eq!(policy::routed_backend(none), None, "{none}");
    }
}
