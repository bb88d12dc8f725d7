//! The ARM listener: guard, authorization, api-version, switches, then the resource engine.
//! Which resources exist is a table (`collection`); what may be written is in `rules`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;

use crate::change_log::Change;
use crate::clock;
use crate::guard;
use crate::listener::Connection;
use crate::operations::Pace;
use crate::shared::Shared;
use crate::switches::{Action, Matched, When};

mod action;
mod address;
mod body;
mod call;
mod collection;
mod control;
mod entity;
mod error;
mod filter;
mod headers;
mod operation;
mod paging;
mod precondition;
mod read;
mod router;
mod service;
mod write;

use call::Call;
use error::ArmError;

/// Answers one request of the ARM listener.
pub(crate) async fn serve(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let host = match guard::check(&parts) {
        Ok(host) => host,
        Err(refusal) => {
            let code = if refusal.status() == http::StatusCode::FORBIDDEN { "ForeignOrigin" } else { "ForeignHost" };
            return ArmError::new(refusal.status(), code, refusal.message()).into_response();
        }
    };
    if parts.uri.path().starts_with("/emulator/") {
        return control::serve(&shared, &parts, body).await;
    }
    let mut response = match handle(&shared, &connection, host, &parts, body).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    };
    headers::stamp(&parts, &mut response);
    response
}

async fn handle(shared: &Arc<Shared>, connection: &Connection, host: String, parts: &Parts, body: Body) -> Result<Response, ArmError> {
    headers::check_authorization(&parts.headers)?;
    let mut call = Call::read(host, parts, body).await?;
    let in_flight = call.parent_api().map(|api| shared.in_flight.enter(api));
    call.met_another = in_flight.as_ref().is_some_and(|entry| entry.met_another);
    shared.counts.count(call.method.as_str(), &call.segments);
    let Some(mut matched) = shared.switches.take(call.method.as_str(), &call.path) else {
        return carry_out(shared, Arc::new(call)).await;
    };
    if let Action::Late { ms, then } = matched.action {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        matched.action = *then;
    }
    call.pace = pace(&matched);
    let call = Arc::new(call);
    if let Some(answer) = before(shared, connection, &matched, &call).await {
        return Ok(answer);
    }
    let answer = carry_out(shared, call).await;
    after(shared, connection, &matched).await;
    answer
}

/// How long an operation runs that the call begins.
fn pace(matched: &Matched) -> Pace {
    match matched.action {
        Action::SlowOperation { ms: Some(ms) } => Pace::After(Duration::from_millis(ms)),
        Action::SlowOperation { ms: None } => Pace::WithSwitches(matched.generation),
        _ => Pace::AtOnce,
    }
}

/// Runs the call. One that writes the state file runs to its end on a blocking thread,
/// also when the client goes away meanwhile.
async fn carry_out(shared: &Arc<Shared>, call: Arc<Call>) -> Result<Response, ArmError> {
    if call.is_read() || !shared.resources.is_on_disk() {
        return router::answer(shared, &call);
    }
    let shared = shared.clone();
    tokio::task::spawn_blocking(move || router::answer(&shared, &call)).await.map_err(|_| ArmError::internal())?
}

/// What a switch does before the change; an answer here means that the change is not made.
async fn before(shared: &Shared, connection: &Connection, matched: &Matched, call: &Call) -> Option<Response> {
    match &matched.action {
        Action::Hold { when: When::Before } => hold(shared, connection, matched).await,
        Action::DelayMs(ms) => tokio::time::sleep(Duration::from_millis(*ms)).await,
        Action::Drop { when: When::Before } => {
            shared.note(call, 0, false);
            return Some(connection.cut().await);
        }
        Action::Answer(answer) => {
            shared.note(call, answer.status, false);
            return Some(error::prepared(answer));
        }
        Action::RequireIfMatch if call.is_change() && call.if_match.is_none() => {
            let refused = ArmError::if_match_required();
            shared.note(call, refused.status.as_u16(), false);
            return Some(refused.into_response());
        }
        _ => {}
    }
    None
}

async fn after(shared: &Shared, connection: &Connection, matched: &Matched) {
    match matched.action {
        Action::Hold { when: When::After } => hold(shared, connection, matched).await,
        Action::Drop { when: When::After } => {
            connection.cut().await;
        }
        _ => {}
    }
}

/// Waits for the switch; an emulator that stops cuts the connection instead of letting the change happen late.
async fn hold(shared: &Shared, connection: &Connection, matched: &Matched) {
    tokio::select! {
        () = shared.switches.hold(matched) => {}
        () = shared.stop.cancelled() => {
            connection.cut().await;
        }
    }
}

impl Shared {
    /// Records a write in the change log; reads are not recorded.
    fn note(&self, call: &Call, status: u16, applied: bool) {
        if call.is_change() {
            self.changes.record(Change {
                at_ms: clock::unix_ms(),
                method: call.method.to_string(),
                path: call.path.clone(),
                request_id: call.request_id.clone(),
                status,
                applied,
            });
        }
    }
}
