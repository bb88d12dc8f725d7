//! What can be known to be wrong before Azure is asked, each by the name of its input.
//!
//! Bounds are those of the 2025-09-01-preview schema; "one breaker rule" and "no pool in a pool"
//! are the service's own rules.

mod breaker;
mod credentials;

use crate::Error;
use apim::{Backend, resource_name};
use domain::{
    FieldError,
    backend::{BackendDraft, BackendKind},
};
use std::collections::HashSet;
use url::Url;

pub(super) use breaker::{duration_error, status_ranges};

const MAX_NAME: usize = 80;
const MAX_TITLE: usize = 300;
const MAX_TEXT: usize = 2000;
const MAX_MEMBERS: usize = 30;

/// The errors found so far.
pub(super) struct Errors(Vec<FieldError>);

impl Errors {
    fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError::new(field, message));
    }

    fn add_if(&mut self, field: impl Into<String>, message: Option<String>) {
        if let Some(message) = message {
            self.add(field, message);
        }
    }
}

/// Checks a draft against the rules and the backends that exist.
pub(super) fn check(draft: &BackendDraft, all: &[Backend]) -> Result<(), Error> {
    let mut errors = Errors(Vec::new());
    errors.add_if("name", name_error(&draft.name));
    errors.add_if("title", length_error("The title", &draft.title, MAX_TITLE));
    errors.add_if("description", length_error("The description", &draft.description, MAX_TEXT));
    match draft.kind {
        BackendKind::Single => single(draft, &mut errors),
        BackendKind::Pool => pool(draft, all, &mut errors),
    }
    breaker::check(draft, &mut errors);
    credentials::check(draft, &mut errors);
    if errors.0.is_empty() { Ok(()) } else { Err(Error::Invalid(errors.0)) }
}

fn name_error(name: &str) -> Option<String> {
    let is_forbidden = |c: char| c.is_control() || c.is_whitespace() || r#"*#&+:<>?/\%"'"#.contains(c);
    if name.is_empty() {
        return Some("Give the backend a name.".into());
    }
    if name.chars().count() > MAX_NAME {
        return Some(format!("The name may have at most {MAX_NAME} characters; this one has {}.", name.chars().count()));
    }
    if matches!(name, "." | "..") || name.chars().any(is_forbidden) {
        return Some("Use letters, digits, dots, dashes and underscores; no blanks and none of * # & + : < > ? / \\ % \" '.".into());
    }
    None
}

fn length_error(what: &str, text: &str, most: usize) -> Option<String> {
    let length = text.chars().count();
    (length > most).then(|| format!("{what} may have at most {most} characters; this has {length}."))
}

fn single(draft: &BackendDraft, errors: &mut Errors) {
    errors.add_if("url", url_error("the address", &draft.url));
    if !matches!(draft.protocol.as_str(), "http" | "soap") {
        errors.add("protocol", "The protocol is http or soap.");
    }
}

/// Also for proxies.
fn url_error(what: &str, text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(format!("Give {what}, such as https://contoso.openai.azure.com/openai."));
    }
    if let Some(error) = length_error("An address", text, MAX_TEXT) {
        return Some(error);
    }
    match Url::parse(text) {
        Ok(url) if !matches!(url.scheme(), "http" | "https" | "fabric") => {
            Some(format!("{} is not supported: use https:// or http://.", url.scheme()))
        }
        Ok(url) if url.password().is_some() || !url.username().is_empty() => {
            Some("Leave user name and password out of the address: they would be shown to everyone. Use the credentials below.".into())
        }
        Ok(url) if url.query().is_some() || url.fragment().is_some() => {
            Some("Leave out everything from ? or # on: the gateway adds the query of each call.".into())
        }
        Ok(_) => None,
        Err(error) => Some(format!("This is not an address ({error}). It starts with https:// or http://.")),
    }
}

fn pool(draft: &BackendDraft, all: &[Backend], errors: &mut Errors) {
    if draft.members.is_empty() {
        errors.add("", "A pool needs at least one member.");
    }
    if draft.members.len() > MAX_MEMBERS {
        errors.add("", format!("A pool takes at most {MAX_MEMBERS} members; this one has {}.", draft.members.len()));
    }
    let mut seen = HashSet::new();
    for (row, member) in draft.members.iter().enumerate() {
        let field = |name: &str| format!("member.{row}.{name}");
        errors.add_if(field("id"), member_error(&member.id, draft, all, &mut seen));
        errors.add_if(field("weight"), member_number(&member.weight).err());
        errors.add_if(field("priority"), member_number(&member.priority).err());
    }
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if !draft.session_cookie.chars().all(is_token) {
        errors.add("session_cookie", "A cookie's name has letters, digits, dashes and underscores only.");
    }
    let is_status = draft.failure_status.is_empty() || draft.failure_status.parse().is_ok_and(|status: u16| (100..=599).contains(&status));
    if !is_status {
        errors.add("failure_status", "Give an HTTP status from 100 to 599, or leave it empty.");
    }
}

fn member_error(id: &str, draft: &BackendDraft, all: &[Backend], seen: &mut HashSet<String>) -> Option<String> {
    let name = resource_name(id);
    if name.is_empty() {
        return Some("Choose a backend, or remove this row.".into());
    }
    if !seen.insert(name.to_ascii_lowercase()) {
        return Some(format!("{name} is in this pool already."));
    }
    if name.eq_ignore_ascii_case(&draft.name) {
        return Some("A pool can't contain itself.".into());
    }
    match all.iter().find(|backend| backend.name().eq_ignore_ascii_case(name)) {
        None => Some(format!("There is no backend named {name}.")),
        Some(backend) if backend.kind() == BackendKind::Pool => Some(format!("{name} is a pool: a pool can't contain a pool.")),
        Some(_) => None,
    }
}

/// A weight or priority: 0 to 100, or empty for Azure's default.
pub(super) fn member_number(text: &str) -> Result<Option<u32>, String> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse::<u32>() {
            Ok(number) if number <= 100 => Ok(Some(number)),
            _ => Err("Give a whole number from 0 to 100, or leave it empty.".into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::backend::{BreakerDraft, MemberDraft};
    use serde_json::json;

    fn backends() -> Vec<Backend> {
        ["a", "b"]
            .into_iter()
            .map(|name| json!({"name": name, "properties": {"url": "https://x", "protocol": "http"}}))
            .chain([json!({"name": "p", "properties": {"type": "Pool", "pool": {"services": []}}})])
            .map(Backend::from_value)
            .collect()
    }

    fn fields(draft: &BackendDraft) -> Vec<String> {
        match check(draft, &backends()) {
            Ok(()) => vec![],
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    fn single(url: &str) -> BackendDraft {
        BackendDraft { name: "new".into(), url: url.into(), ..BackendDraft::new(BackendKind::Single) }
    }

    fn pool(ids: &[&str]) -> BackendDraft {
        let members = ids.iter().map(|id| MemberDraft { id: (*id).into(), ..MemberDraft::default() }).collect();
        BackendDraft { name: "new".into(), members, ..BackendDraft::new(BackendKind::Pool) }
    }

    #[test]
    fn addresses() {
        assert!(fields(&single("https://contoso.openai.azure.com/openai")).is_empty());
        for bad in ["", "contoso", "ftp://x", "https://me:secret@x", "https://x/?a=b", "javascript:alert(1)"] {
            assert_eq!(fields(&single(bad)), ["url"], "{bad}");
        }
    }

    #[test]
    fn names() {
        for bad in ["", "a b", "a/b", "..", "a?b", &"x".repeat(81), "a\u{0}b"] {
            assert_eq!(fields(&BackendDraft { name: bad.into(), ..single("https://x") }), ["name"], "{bad}");
        }
    }

    #[test]
    fn members() {
        assert!(fields(&pool(&["a", "/subscriptions/s/backends/B"])).is_empty());
        assert_eq!(fields(&pool(&["a", "A"])), ["member.1.id"]);
        assert_eq!(fields(&pool(&["p"])), ["member.0.id"]);
        assert_eq!(fields(&pool(&["nobody", "new", ""])), ["member.0.id", "member.1.id", "member.2.id"]);
        assert_eq!(fields(&pool(&[])), [""]);
        let mut heavy = pool(&["a"]);
        heavy.members[0].weight = "101".into();
        heavy.members[0].priority = "-1".into();
        assert_eq!(fields(&heavy), ["member.0.weight", "member.0.priority"]);
    }

    #[test]
    fn breakers() {
        let with = |breaker: BreakerDraft| BackendDraft { breaker: Some(breaker), ..single("https://x") };
        assert!(fields(&with(BreakerDraft::default())).is_empty());
        let bad = BreakerDraft {
            name: String::new(),
            threshold: "0".into(),
            interval: "one minute".into(),
            trip_duration: "PT0S".into(),
            status_ranges: "199, 600-700, 500-400, x".into(),
            ..BreakerDraft::default()
        };
        let expected = ["breaker.name", "breaker.threshold", "breaker.interval", "breaker.trip_duration", "breaker.status_ranges"];
        assert_eq!(fields(&with(bad)), expected);
        let percentage = BreakerDraft { measure: "percentage".into(), threshold: "101".into(), ..BreakerDraft::default() };
        assert_eq!(fields(&with(percentage)), ["breaker.threshold"]);
        let nothing = BreakerDraft { status_ranges: String::new(), ..BreakerDraft::default() };
        assert_eq!(fields(&with(nothing)), ["breaker.status_ranges"]);
    }
}
