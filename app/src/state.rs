//! What pages share: who is signed in, the theme, and what a plain form post left to show.

pub mod form;
pub mod posted;
pub mod theme;

pub use posted::{Posted, RefusedDraft};

use domain::{Actor, Operation, gateway::Gateway};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is signed in, and the gateways that they may see.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub actor: Option<Actor>,
    pub gateways: Vec<Gateway>,
}

impl Session {
    /// Asked by the server once per page; the browser finds it in the page.
    pub(crate) fn of_request() -> Self {
        #[cfg(feature = "ssr")]
        let ask = crate::api::ssr::session;
        #[cfg(not(feature = "ssr"))]
        let ask = Self::default;
        SharedValue::new(ask).into_inner()
    }

    /// Whether the person's role allows it: what one may not do is not offered.
    pub fn may(&self, operation: Operation) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.role.may(operation.permission()))
    }

    pub fn gateway(&self, name: &str) -> Option<&Gateway> {
        self.gateways.iter().find(|gateway| gateway.name == name)
    }
}

/// The session in context.
pub fn use_session() -> Session {
    use_context::<Session>().unwrap_or_default()
}

/// A marker for whoever waits until the page is alive.
pub(crate) fn mark_hydrated() {
    #[cfg(feature = "hydrate")]
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-hydrated", "1");
    }
}
