//! What the gateway sends along to a backend: headers, query parameters, authorization, proxy, TLS.

use super::{Errors, url_error};
use domain::backend::{BackendDraft, CredentialDraft, SecretAction};
use std::collections::HashSet;

const MAX_SCHEME: usize = 100;
const MAX_PARAMETER: usize = 300;

pub(super) fn check(draft: &BackendDraft, errors: &mut Errors) {
    rows("header", &draft.credentials.headers, errors);
    rows("query", &draft.credentials.query, errors);
    authorization(draft, errors);
    proxy(draft, errors);
}

fn rows(prefix: &str, rows: &[CredentialDraft], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for (row, credential) in rows.iter().enumerate() {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let (name, value) = (format!("{prefix}.{row}.name"), format!("{prefix}.{row}.value"));
        if credential.name.is_empty() {
            errors.add(name, format!("Give the {prefix} a name, or remove this row."));
        } else if !credential.name.chars().all(is_token) {
            errors.add(name, "Use letters, digits, dashes and underscores only.");
        } else if !seen.insert(credential.name.to_ascii_lowercase()) {
            errors.add(name, format!("{} is there twice.", credential.name));
        }
        match credential.secret.action {
            SecretAction::Replace if credential.secret.value.is_empty() => errors.add(value, "Give the new value."),
            SecretAction::Replace if credential.secret.value.chars().any(char::is_control) => {
                errors.add(value, "A value has no line breaks or control characters.");
            }
            SecretAction::Keep if !credential.is_stored => errors.add(value, "Give the value: there is none to keep."),
            _ => {}
        }
    }
}

fn authorization(draft: &BackendDraft, errors: &mut Errors) {
    let credentials = &draft.credentials;
    let (scheme, secret) = (&credentials.authorization_scheme, &credentials.authorization);
    if secret.action == SecretAction::Remove || (scheme.is_empty() && secret.value.is_empty() && !credentials.has_authorization) {
        return;
    }
    if scheme.is_empty() {
        errors.add("authorization.scheme", "Give the scheme, such as Bearer or Basic, or choose to remove it.");
    }
    if scheme.chars().count() > MAX_SCHEME || scheme.chars().any(char::is_whitespace) {
        errors.add("authorization.scheme", format!("A scheme is one word of at most {MAX_SCHEME} characters."));
    }
    let needs_value = !credentials.has_authorization || secret.action == SecretAction::Replace;
    if needs_value && secret.value.is_empty() {
        errors.add("authorization.value", "Give the value.");
    }
    if secret.value.chars().count() > MAX_PARAMETER || secret.value.chars().any(char::is_control) {
        errors.add("authorization.value", format!("A value has at most {MAX_PARAMETER} characters and no line breaks."));
    }
}

fn proxy(draft: &BackendDraft, errors: &mut Errors) {
    let proxy = &draft.proxy;
    if proxy.url.is_empty() {
        if !proxy.username.is_empty() || !proxy.password.value.is_empty() {
            errors.add("proxy.url", "Give the proxy's address, or leave its user and password empty too.");
        }
        return;
    }
    errors.add_if("proxy.url", url_error("the proxy's address", &proxy.url));
    if proxy.password.action == SecretAction::Replace && proxy.password.value.is_empty() && !proxy.username.is_empty() {
        errors.add("proxy.value", "Give the new password.");
    }
}
