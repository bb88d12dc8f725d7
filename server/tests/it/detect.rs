//! Detectors: text that broke out of its place in a page, and secrets in any spelling.

use base64::{Engine, engine::general_purpose::STANDARD};
use scraper::{Html, Selector};

/// Closes whatever it may stand in, then does harm.
pub const SCRIPT: &str = "</textarea></title></script><script>x</script>";
/// Ends an attribute, then does harm.
pub const IMAGE: &str = "\"><img src=x onerror=x>'";

/// What of [`SCRIPT`] and [`IMAGE`] became markup in this page; empty when all of it stayed text.
pub fn broken_out(html: &str) -> Vec<String> {
    let mut found: Vec<_> = ["<script>x", "<img src=x"].into_iter().filter(|harm| html.contains(harm)).map(str::to_owned).collect();
    let page = Html::parse_document(html);
    for element in page.select(&selector("*")) {
        let handlers = element.value().attrs().map(|(name, _)| name).filter(|name| name.starts_with("on"));
        found.extend(handlers.map(|name| format!("the attribute {name} of {}", element.value().name())));
    }
    found.extend(page.select(&selector(r#"img[src="x"]"#)).map(|_| "an image".to_owned()));
    let script = selector("script");
    let scripts = page.select(&script).filter(|script| script.text().collect::<String>() == "x");
    found.extend(scripts.map(|_| "a script".to_owned()));
    found
}

/// Inline scripts without this nonce, and styles that the policy would refuse.
pub fn refused_by_policy(html: &str, nonce: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let (inline, styled) = (selector("script:not([src])"), selector("style, [style]"));
    let without = page.select(&inline).filter(|script| script.attr("nonce") != Some(nonce)).map(|script| script.html());
    let styles = page.select(&styled).map(|element| element.html());
    without.chain(styles).collect()
}

pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// A secret whose every spelling differs from every other.
pub const CANARY: &str = "canary-\"k&y<é>/+7f3a9d-end";

/// The spellings of a secret that are found in this.
pub fn leaks(secret: &str, haystack: &[u8]) -> Vec<String> {
    let has = |needle: &str| !needle.is_empty() && haystack.windows(needle.len()).any(|window| window == needle.as_bytes());
    spellings(secret).into_iter().filter(|spelling| has(spelling)).collect()
}

fn spellings(secret: &str) -> Vec<String> {
    let json = serde_json::to_string(secret).unwrap().trim_matches('"').to_owned();
    let ascii_json: String =
        json.chars().map(|c| if c.is_ascii() && c != '<' { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }).collect();
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let form = serde_urlencoded::to_string([("k", secret)]).unwrap()[2..].to_owned();
    let mut all = vec![secret.to_owned(), json.clone(), json.replace('<', "\\u003c"), ascii_json, html.replace('"', "&quot;"), html, form];
    // Base64 of a longer text spells its parts in one of three ways.
    for offset in 0..3_usize {
        let text = STANDARD.encode([&vec![b' '; offset][..], secret.as_bytes()].concat());
        let (first, last) = ((offset * 4).div_ceil(3), text.trim_end_matches('=').len() - 2);
        all.push(text[first..last].to_owned());
        all.push(text[first..last].replace('+', "-").replace('/', "_"));
    }
    all.sort();
    all.dedup();
    all
}

#[test]
fn the_detectors_detect() {
    assert!(broken_out(&format!("<p>{}</p>", SCRIPT.replace('<', "&lt;"))).is_empty());
    assert_eq!(broken_out(&format!("<textarea>{SCRIPT}</textarea>")).len(), 2);
    assert!(!broken_out(&format!("<input value=\"{IMAGE}\">")).is_empty());
    assert_eq!(refused_by_policy("<script nonce=a>1</script><script>2</script><p style=x>", "a").len(), 2);

    let told = [
        CANARY.to_owned(),
        serde_json::json!({ "a": CANARY }).to_string(),
        format!("xy{}", STANDARD.encode(format!("Bearer {CANARY} and more"))),
        STANDARD.encode(format!("Basic: {CANARY}")),
        STANDARD.encode(format!("user1234:{CANARY}")),
        serde_urlencoded::to_string([("a", CANARY)]).unwrap(),
        CANARY.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
    ];
    for text in told {
        assert!(!leaks(CANARY, text.as_bytes()).is_empty(), "{text}");
    }
    assert!(leaks(CANARY, b"canary-, and other text").is_empty());
}
