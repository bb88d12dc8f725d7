//! OpenID Connect: authorization code with PKCE, owned by the server. The browser holds an opaque
//! session id and nothing else.
//!
//! `provider` speaks with the identity provider, the handlers are the addresses that people and the
//! provider come to, `person` turns a session or a token into someone who acts.

mod backchannel;
mod callback;
mod claims;
mod error;
mod login;
mod logout;
mod person;
mod provider;

use super::seal::Seal;
use crate::{AppState, auth::Visit, config::SessionConfig, forms::answer::tell_script, layers::RequestId};
use axum::{
    Router,
    routing::{get, post},
};
use control::{Clock, Control, Op};
use domain::{Actor, Role, access::RoleMapping};
use http::Extensions;
use leptos::config::LeptosOptions;
use provider::Provider;
use std::{sync::Arc, time::Duration};
use url::Url;

pub use super::http::http_client;
pub use error::SignInError;

/// Everything that signing in needs.
pub struct OidcAuth {
    provider: Provider,
    mapping: RoleMapping,
    recheck: Duration,
    session: SessionConfig,
    clock: Clock,
    control: Control,
    seal: Seal,
    /// Whom someone without a role should ask.
    contact: String,
    /// What pages without navigation are drawn with.
    leptos_options: LeptosOptions,
}

/// What [`OidcAuth::new`] is made of.
pub struct Parts {
    pub config: crate::config::OidcConfig,
    pub session: SessionConfig,
    pub clock: Clock,
    pub control: Control,
    pub seal: Seal,
    pub public_url: Url,
    pub contact: String,
    pub http: reqwest::Client,
    pub leptos_options: LeptosOptions,
}

impl OidcAuth {
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { config, session, clock, control, seal, public_url, contact, http, leptos_options } = parts;
        let provider = Provider::new(&config, &public_url, http, clock.clone());
        let (mapping, recheck) = (config.mapping, config.recheck);
        Arc::new(Self { provider, mapping, recheck, session, clock, control, seal, contact, leptos_options })
    }

    /// Where forms may lead: signing out goes on to the provider.
    pub fn provider_origin(&self) -> String {
        self.provider.origin()
    }

    /// Someone who is not signed in yet, or the provider itself: for the audit.
    fn op_of(&self, id: &str, name: &str, role: Role, extensions: &Extensions) -> Op {
        let actor = Actor { id: id.to_owned(), name: name.to_owned(), role };
        Op::new(actor, RequestId::of(extensions), self.clock.clone())
    }

    /// What an id token is sealed for.
    fn place(visit: &Visit) -> String {
        format!("id_token of {}", visit.actor)
    }
}

/// The addresses of signing in and out; they need no session.
pub fn routes(auth: Arc<OidcAuth>) -> Router<AppState> {
    Router::new()
        .route("/auth/login", get(login::begin))
        .route("/auth/callback", get(callback::finish))
        .route("/auth/logout", get(logout::ask).post(logout::act))
        .route("/auth/backchannel-logout", post(backchannel::end))
        .layer(axum::middleware::from_fn(tell_script))
        .layer(axum::Extension(auth))
}
