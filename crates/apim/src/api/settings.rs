//! How callers of an API sign in: shown by the developer portal, checked by policies only.

use crate::{
    item::Item,
    overlay::{set_text, text, texts},
};
use serde_json::{Map, Value, json};

/// One authorization server of OAuth 2.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OAuth2Setting {
    pub server: String,
    /// Empty for none.
    pub scope: String,
}

/// One provider of OpenID Connect.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenIdSetting {
    pub provider: String,
    /// `authorizationHeader`, `query`.
    pub bearer_methods: Vec<String>,
}

impl Item for OAuth2Setting {
    fn read(value: &Value) -> Option<Self> {
        let server = text(value, "authorizationServerId")?.to_owned();
        Some(Self { server, scope: text(value, "scope").unwrap_or_default().to_owned() })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.server == other.server
    }

    fn lay(&self, _: Option<&Self>, members: &mut Map<String, Value>) {
        set_text(members, "authorizationServerId", Some(&self.server));
        set_text(members, "scope", Some(&self.scope));
    }
}

impl Item for OpenIdSetting {
    fn read(value: &Value) -> Option<Self> {
        let provider = text(value, "openidProviderId")?.to_owned();
        Some(Self { provider, bearer_methods: texts(value, "bearerTokenSendingMethods") })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.provider == other.provider
    }

    fn lay(&self, current: Option<&Self>, members: &mut Map<String, Value>) {
        set_text(members, "openidProviderId", Some(&self.provider));
        if current.is_none_or(|current| current.bearer_methods != self.bearer_methods) {
            members.insert("bearerTokenSendingMethods".into(), json!(self.bearer_methods));
        }
    }
}
