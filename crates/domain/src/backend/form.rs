//! From a posted form to a draft. The names here are the names of the inputs, and of the fields in
//! validation errors.

use crate::{
    backend::{
        BackendDraft, BackendKind, BreakerDraft, CredentialDraft, CredentialsDraft, MAX_ROWS, MemberDraft, MemberWeight, ProxyDraft,
        SecretAction, SecretDraft,
    },
    field::Pairs,
};

impl BackendDraft {
    /// Reads everything the form has; nothing is judged here.
    pub fn from_pairs(pairs: &Pairs) -> Self {
        let kind = if pairs.text("kind") == "pool" { BackendKind::Pool } else { BackendKind::Single };
        Self {
            kind,
            name: pairs.text("name"),
            title: pairs.text("title"),
            description: pairs.text("description"),
            url: pairs.text("url"),
            protocol: pairs.find("protocol").unwrap_or("http").to_owned(),
            azure_region: pairs.text("azure_region"),
            members: (0..pairs.rows("member", MAX_ROWS)).map(|row| member(pairs, row)).collect(),
            session_cookie: pairs.text("session_cookie"),
            failure_status: pairs.text("failure_status"),
            breaker: pairs.find("breaker.threshold").is_some().then(|| breaker(pairs)),
            credentials: credentials(pairs),
            proxy: proxy(pairs),
            validate_chain: pairs.is_checked("validate_chain"),
            validate_name: pairs.is_checked("validate_name"),
        }
    }
}

impl MemberWeight {
    /// The rows of the weights form.
    pub fn from_pairs(pairs: &Pairs) -> Vec<Self> {
        (0..pairs.rows("member", MAX_ROWS))
            .map(|row| member(pairs, row))
            .map(|MemberDraft { id, weight, priority }| Self { id, weight, priority })
            .collect()
    }
}

fn member(pairs: &Pairs, row: usize) -> MemberDraft {
    let text = |field: &str| pairs.text(&format!("member.{row}.{field}"));
    MemberDraft { id: text("id"), weight: text("weight"), priority: text("priority") }
}

fn breaker(pairs: &Pairs) -> BreakerDraft {
    let text = |field: &str| pairs.text(&format!("breaker.{field}"));
    BreakerDraft {
        name: text("name"),
        measure: text("measure"),
        threshold: text("threshold"),
        interval: text("interval"),
        trip_duration: text("trip_duration"),
        accept_retry_after: pairs.is_checked("breaker.accept_retry_after"),
        status_ranges: text("status_ranges"),
        error_reasons: text("error_reasons"),
    }
}

fn credentials(pairs: &Pairs) -> CredentialsDraft {
    CredentialsDraft {
        headers: credential_rows(pairs, "header"),
        query: credential_rows(pairs, "query"),
        has_authorization: pairs.is_checked("authorization.stored"),
        authorization_scheme: pairs.text("authorization.scheme"),
        authorization: secret(pairs, "authorization"),
    }
}

fn credential_rows(pairs: &Pairs, prefix: &str) -> Vec<CredentialDraft> {
    (0..pairs.rows(prefix, MAX_ROWS))
        .map(|row| format!("{prefix}.{row}"))
        .map(|row| CredentialDraft {
            name: pairs.text(&format!("{row}.name")),
            is_stored: pairs.is_checked(&format!("{row}.stored")),
            secret: secret(pairs, &row),
        })
        .collect()
}

fn proxy(pairs: &Pairs) -> ProxyDraft {
    ProxyDraft {
        url: pairs.text("proxy.url"),
        username: pairs.text("proxy.username"),
        has_password: pairs.is_checked("proxy.stored"),
        password: secret(pairs, "proxy"),
    }
}

/// A typed value replaces, whatever the choice beside it says: what someone typed is never ignored.
fn secret(pairs: &Pairs, prefix: &str) -> SecretDraft {
    let value = pairs.find(&format!("{prefix}.value")).unwrap_or_default().to_owned();
    let action = match SecretAction::parse(&pairs.text(&format!("{prefix}.action"))) {
        SecretAction::Keep if !value.is_empty() => SecretAction::Replace,
        action => action,
    };
    SecretDraft { action, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_pool() {
        let pairs: Pairs = [
            ("kind", "pool"),
            ("name", " aoai-pool "),
            ("member.0.id", "a"),
            ("member.0.weight", "3"),
            ("member.1.id", "b"),
            ("breaker.threshold", "x"),
        ]
        .into_iter()
        .collect();
        let draft = BackendDraft::from_pairs(&pairs);
        assert_eq!((draft.kind, draft.name.as_str(), draft.members.len()), (BackendKind::Pool, "aoai-pool", 2));
        assert_eq!(draft.breaker.map(|b| b.threshold), Some("x".into()), "bad input is kept");
        assert!(!draft.validate_chain, "an unticked box is not sent");
    }

    #[test]
    fn a_typed_secret_replaces() {
        let pairs: Pairs = [("header.0.name", "api-key"), ("header.0.stored", "on"), ("header.0.value", "s3cret")].into_iter().collect();
        let header = BackendDraft::from_pairs(&pairs).credentials.headers.remove(0);
        assert_eq!(header.secret.action, SecretAction::Replace);
        assert!(!format!("{header:?}").contains("s3cret"));
    }
}
