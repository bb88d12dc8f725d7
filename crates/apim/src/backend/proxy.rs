//! The web proxy between the gateway and a backend.

use super::Backend;
use crate::overlay::{edit, find, set_text, text};

/// `properties.proxy`, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyName {
    pub url: String,
    pub username: Option<String>,
    pub has_password: bool,
}

/// A change to `properties.proxy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProxyEdit<'a> {
    pub url: &'a str,
    pub username: Option<&'a str>,
    pub password: SecretEdit<'a>,
}

/// What becomes of a secret that Azure holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SecretEdit<'a> {
    Keep,
    Replace(&'a str),
    Remove,
}

impl std::fmt::Debug for SecretEdit<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Keep => "Keep",
            Self::Replace(_) => "Replace(…)",
            Self::Remove => "Remove",
        })
    }
}

impl Backend {
    pub fn proxy(&self) -> Option<ProxyName> {
        let proxy = self.find("proxy").filter(|proxy| proxy.is_object())?;
        let shown = |name: &str| text(proxy, name).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(ProxyName {
            url: shown("url").unwrap_or_default(),
            username: shown("username"),
            has_password: find(proxy, "password").is_some_and(|password| password.as_str() != Some("")),
        })
    }

    /// Lays a change over the proxy, or takes it away.
    pub fn set_proxy(&mut self, wanted: Option<ProxyEdit<'_>>) {
        if wanted.is_none() && self.proxy().is_none() {
            return;
        }
        self.edit(|properties| {
            let Some(wanted) = wanted else {
                properties.remove("proxy");
                return;
            };
            edit(properties, "proxy", |proxy| {
                set_text(proxy, "url", Some(wanted.url));
                set_text(proxy, "username", wanted.username);
                match wanted.password {
                    SecretEdit::Keep => {}
                    SecretEdit::Replace(password) => set_text(proxy, "password", Some(password)),
                    SecretEdit::Remove => set_text(proxy, "password", None),
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_password_is_kept_replaced_or_removed() {
        let mut backend =
            Backend::from_value(json!({ "properties": { "proxy": { "url": "http://p", "username": null, "password": "s", "new": 1 } } }));
        assert_eq!(backend.proxy(), Some(ProxyName { url: "http://p".into(), username: None, has_password: true }));
        let edit = |password| ProxyEdit { url: "http://q", username: Some("me"), password };
        backend.set_proxy(Some(edit(SecretEdit::Keep)));
        assert_eq!(
            backend.raw().pointer("/properties/proxy"),
            Some(&json!({ "url": "http://q", "username": "me", "password": "s", "new": 1 }))
        );
        backend.set_proxy(Some(edit(SecretEdit::Replace("t"))));
        assert_eq!(backend.raw().pointer("/properties/proxy/password"), Some(&json!("t")));
        backend.set_proxy(Some(edit(SecretEdit::Remove)));
        assert_eq!(backend.proxy(), Some(ProxyName { url: "http://q".into(), username: Some("me".into()), has_password: false }));
        backend.set_proxy(None);
        assert_eq!(backend.body(), json!({ "properties": {} }));
        assert!(!format!("{:?}", SecretEdit::Replace("hunter2")).contains("hunter2"));
    }
}
