//! The middleware that says who asks.

use super::{local::LocalAuth, oidc::OidcAuth};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;
use tower_sessions::Session;

/// By `auth.mode`. Cheap to clone.
#[derive(Clone)]
pub enum Auth {
    Local(LocalAuth),
    Oidc(Arc<OidcAuth>),
}

/// Puts the operation context into the request, or answers in its place.
pub async fn identify(State(auth): State<Auth>, session: Session, request: Request, next: Next) -> Response {
    match &auth {
        Auth::Local(local) => local.identify(session, request, next).await,
        Auth::Oidc(oidc) => oidc.identify(session, request, next).await,
    }
}
