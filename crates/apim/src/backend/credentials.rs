//! What the gateway adds to a call so that the backend accepts it. Getters give names; values are
//! written and never read.

use super::Backend;
use crate::overlay::{edit, edit_existing, find, set_text, text, texts};
use serde_json::{Map, Value, json};

/// `properties.credentials`, without its values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CredentialNames {
    pub headers: Vec<String>,
    pub query: Vec<String>,
    /// The scheme of the `Authorization` header.
    pub authorization_scheme: Option<String>,
    pub certificate_ids: Vec<String>,
    /// What a managed identity asks a token for. Accepted by the service, in no public schema.
    pub managed_identity_resource: Option<String>,
}

impl Backend {
    pub fn credentials(&self) -> CredentialNames {
        let Some(credentials) = self.find("credentials") else {
            return CredentialNames::default();
        };
        let names =
            |map: &str| credentials.get(map).and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone()).collect();
        let part = |object: &str, name: &str| find(credentials, object).and_then(|object| text(object, name)).map(str::to_owned);
        CredentialNames {
            headers: names("header"),
            query: names("query"),
            authorization_scheme: part("authorization", "scheme"),
            certificate_ids: texts(credentials, "certificateIds"),
            managed_identity_resource: part("managedIdentity", "resource"),
        }
    }

    /// Sets a header's values. A header that is there under another spelling keeps its own.
    pub fn set_header_credential(&mut self, name: &str, values: Vec<String>) {
        self.set_credential("header", name, values);
    }

    pub fn remove_header_credential(&mut self, name: &str) {
        self.remove_credential("header", name);
    }

    /// Sets a query parameter's values.
    pub fn set_query_credential(&mut self, name: &str, values: Vec<String>) {
        self.set_credential("query", name, values);
    }

    pub fn remove_query_credential(&mut self, name: &str) {
        self.remove_credential("query", name);
    }

    /// Sets scheme and parameter of the `Authorization` header, keeping the parameter that is there
    /// when none is given, or takes the header away.
    pub fn set_authorization(&mut self, authorization: Option<(&str, Option<&str>)>) {
        let is_there = self.find("credentials").is_some_and(|credentials| find(credentials, "authorization").is_some());
        if authorization.is_none() && !is_there {
            return;
        }
        self.edit(|properties| match authorization {
            Some((scheme, parameter)) => edit(properties, "credentials", |credentials| {
                edit(credentials, "authorization", |authorization| {
                    set_text(authorization, "scheme", Some(scheme));
                    if let Some(parameter) = parameter {
                        set_text(authorization, "parameter", Some(parameter));
                    }
                });
            }),
            None => edit_existing(properties, "credentials", |credentials| _ = credentials.remove("authorization")),
        });
    }

    fn set_credential(&mut self, map: &str, name: &str, values: Vec<String>) {
        self.edit(|properties| {
            edit(properties, "credentials", |credentials| {
                edit(credentials, map, |members| {
                    let stored = stored_name(members, map, name);
                    members.insert(stored.unwrap_or_else(|| name.to_owned()), json!(values));
                });
            });
        });
    }

    fn remove_credential(&mut self, map: &str, name: &str) {
        let is_there = |members: &Map<String, Value>| stored_name(members, map, name).is_some();
        let members = self.find("credentials").and_then(|credentials| credentials.get(map)).and_then(Value::as_object);
        if !members.is_some_and(is_there) {
            return;
        }
        self.edit(|properties| {
            edit_existing(properties, "credentials", |credentials| {
                edit_existing(credentials, map, |members| {
                    if let Some(stored) = stored_name(members, map, name) {
                        members.remove(&stored);
                    }
                });
            });
        });
    }
}

/// The name as it is stored: header names have no case, names of query parameters do.
fn stored_name(members: &Map<String, Value>, map: &str, name: &str) -> Option<String> {
    if members.contains_key(name) {
        return Some(name.to_owned());
    }
    members.keys().find(|stored| map == "header" && stored.eq_ignore_ascii_case(name)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::backend::BackendKind;

    #[test]
    fn values_are_replaced_and_removed_by_name() {
        let mut backend = Backend::from_value(json!({ "properties": { "credentials": {
            "header": { "X-Key": ["old"], "other": ["{{named}}"] }, "query": { "code": ["1"] },
            "managedIdentity": { "resource": "https://x", "clientId": null }, "certificateIds": ["/c/1"] } } }));
        let names = backend.credentials();
        assert_eq!(
            (names.query.as_slice(), names.certificate_ids.as_slice()),
            (["code".to_owned()].as_slice(), ["/c/1".to_owned()].as_slice())
        );
        assert_eq!(names.managed_identity_resource.as_deref(), Some("https://x"));
        backend.set_header_credential("x-key", vec!["new".into()]);
        backend.set_query_credential("Code", vec!["2".into()]);
        backend.remove_query_credential("code");
        backend.remove_header_credential("missing");
        assert_eq!(
            backend.raw().pointer("/properties/credentials"),
            Some(&json!({ "header": { "X-Key": ["new"], "other": ["{{named}}"] }, "query": { "Code": ["2"] },
                "managedIdentity": { "resource": "https://x", "clientId": null }, "certificateIds": ["/c/1"] }))
        );
    }

    #[test]
    fn nothing_is_left_behind_by_the_last_one() {
        let mut backend = Backend::new(BackendKind::Single);
        let empty = backend.clone();
        backend.set_authorization(None);
        backend.remove_header_credential("a");
        assert_eq!(backend, empty);
        backend.set_header_credential("a", vec!["1".into()]);
        backend.remove_header_credential("A");
        assert_eq!(backend, empty);
    }

    #[test]
    fn a_parameter_survives_a_new_scheme() {
        let mut backend = Backend::new(BackendKind::Single);
        backend.set_authorization(Some(("Basic", Some("secret"))));
        backend.set_authorization(Some(("Bearer", None)));
        assert_eq!(
            backend.raw().pointer("/properties/credentials/authorization"),
            Some(&json!({ "scheme": "Bearer", "parameter": "secret" }))
        );
        backend.set_authorization(None);
        assert_eq!(backend, Backend::new(BackendKind::Single));
    }
}
