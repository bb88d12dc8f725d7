//! From a session or a personal token to someone who acts.

use super::OidcAuth;
use crate::{
    auth::{
        reason,
        unauthenticated::{self, is_page_view},
        visit::{KEY, Renewal, Visit},
    },
    layers::RequestId,
    sessions,
};
use app::api::ssr::Visitor;
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use control::{Lease, Op};
use domain::{Actor, Role, access::RoleReason};
use http::header;
use leptos::config::LeptosOptions;
use std::collections::BTreeMap;
use store::TokenHolder;
use tower_sessions::{Session, session};

/// What an operation keeps of its request.
struct Asked {
    request_id: String,
    reason: String,
}

impl Asked {
    fn of(request: &Request) -> Self {
        Self { request_id: RequestId::of(request.extensions()), reason: reason::of(request).to_owned() }
    }
}

/// Whether someone comes with a session that is alive.
pub(super) async fn is_signed_in(auth: &OidcAuth, session: &Session) -> bool {
    let visit = session.get::<Visit>(KEY).await.ok().flatten();
    visit.is_some_and(|visit| visit.renewal(&auth.session, auth.clock.now()) != Renewal::Over)
}

impl OidcAuth {
    /// Puts who acts into the request; whoever is nobody is sent to sign in, or told.
    pub(in crate::auth) async fn identify(&self, session: Session, mut request: Request, next: Next) -> Response {
        let path = request.uri().path();
        let is_connecting = path.starts_with("/auth/azure/"); // for someone who is signed in
        if path.starts_with("/auth/") && !is_connecting {
            return next.run(request).await;
        }
        // A request can't be looked at while something is awaited: what is needed of it comes first.
        let asked = Asked::of(&request);
        if let Some(secret) = bearer(&request) {
            return match self.by_token(&secret, &asked).await {
                Ok(Some((op, visitor, lease))) => run(op, visitor, lease, request, next).await,
                Ok(None) => unauthenticated::token_refused(&request),
                Err(error) => unauthenticated::failed(&error, &request),
            };
        }
        let visit = match self.visit(&session).await {
            Ok(visit) => visit,
            Err(error) => return unauthenticated::failed(&error, &request),
        };
        let Some(visit) = visit else { return unauthenticated::answer(&self.leptos_options, request).await };
        // On the way back from Azure there is no way through the provider: the next page has it.
        if visit.is_stale(self.recheck, self.clock.now()) && is_page_view(&request) && !is_connecting {
            return Redirect::to(&unauthenticated::login(&request, true)).into_response();
        }
        let public_id = session.id().map(|id| sessions::public_id(&id)).unwrap_or_default();
        let lease = self.control.leases().of(&public_id);
        let (op, visitor) = self.by_visit(&visit, public_id, &asked);
        if op.actor.role == Role::Nobody && !is_open_to_nobody(request.uri().path()) {
            request.extensions_mut().insert(op.clone());
            request.extensions_mut().insert(visitor);
            return unauthenticated::without_role(self, &op, &visit, request).await;
        }
        run(op, visitor, lease, request, next).await
    }

    /// The session's visit while it lasts; renewed when it is due.
    async fn visit(&self, session: &Session) -> Result<Option<Visit>, session::Error> {
        let Some(visit) = session.get::<Visit>(KEY).await? else { return Ok(None) };
        match visit.renewal(&self.session, self.clock.now()) {
            Renewal::Keep => Ok(Some(visit)),
            Renewal::Touch(touched) => {
                session.insert(KEY, &touched).await?;
                Ok(Some(*touched))
            }
            Renewal::Over => {
                session.flush().await?;
                Ok(None)
            }
        }
    }

    fn by_visit(&self, visit: &Visit, session: String, asked: &Asked) -> (Op, Visitor) {
        let mut reason = self.mapping.reason_of(visit.values.clone());
        reason.hint.clone_from(&visit.hint);
        let given = visit.given_at(self.clock.now());
        let role = reason.role.unwrap_or(Role::Nobody).max(given.unwrap_or(Role::Nobody));
        let narrowed = reason.gateways.iter().map(|(gateway, left)| (gateway.clone(), (*left).max(given))).collect();
        let actor = Actor { id: visit.actor.clone(), name: visit.name.clone(), role };
        let op = self.op(actor, asked).narrowed_by(narrowed);
        (op, Visitor { session, reason: Some(reason) })
    }

    /// A token is worth what its person is worth now, and never more than it was made for.
    async fn by_token(&self, secret: &str, asked: &Asked) -> Result<Option<(Op, Visitor, Lease)>, control::Error> {
        let Some(TokenHolder { info, claim_values }) = self.control.use_token(secret, self.clock.now()).await? else { return Ok(None) };
        let reason = self.mapping.reason_of(claim_values);
        let role = reason.role.unwrap_or(Role::Nobody).min(info.role);
        let mut narrowed: BTreeMap<String, Option<Role>> = reason.gateways.iter().cloned().collect();
        if !info.gateways.is_empty() {
            let all = self.control.gateway_names();
            narrowed.extend(all.into_iter().filter(|name| !info.gateways.contains(name)).map(|name| (name, None)));
        }
        let actor = Actor { id: info.person_id.clone(), name: format!("{} (token {})", info.person_name, info.name), role };
        let visitor = Visitor { session: String::new(), reason: Some(RoleReason { role: Some(role), ..reason }) };
        let op = self.op(actor, asked).narrowed_by(narrowed).by_token();
        Ok(Some((op, visitor, self.control.leases().of(&info.id))))
    }

    fn op(&self, actor: Actor, asked: &Asked) -> Op {
        Op::new(actor, asked.request_id.clone(), self.clock.clone()).because(&asked.reason)
    }

    pub(in crate::auth) fn options(&self) -> &LeptosOptions {
        &self.leptos_options
    }

    pub(in crate::auth) fn contact(&self) -> &str {
        &self.contact
    }
}

/// The lease is taken with the identity: what is revoked while a call waits for its answer ends that too.
async fn run(op: Op, visitor: Visitor, lease: Lease, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(op);
    request.extensions_mut().insert(visitor);
    request.extensions_mut().insert(lease);
    next.run(request).await
}

/// Tokens are for scripts: only the API takes them.
fn bearer(request: &Request) -> Option<String> {
    if !request.uri().path().starts_with("/api/") {
        return None;
    }
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ').unwrap_or((value, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}

/// What someone without a role may still open: why that is so, the way out, and the theme.
fn is_open_to_nobody(path: &str) -> bool {
    matches!(path, "/me" | "/theme") || path.starts_with("/api/me/")
}
