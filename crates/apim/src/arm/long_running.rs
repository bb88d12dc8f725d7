//! Changes that Azure goes on with after it has answered: followed to their end.
//!
//! `Azure-AsyncOperation` says how it went, `Location` what came of it. Once a change is accepted,
//! whatever keeps us from learning its end leaves the outcome unknown; only Azure's own word makes
//! it a failure. Source: the contract's recorded behaviour of API deletes and imports.

use super::{
    ArmClient, CallContext, Receipt, Written, entity::Place, entity::written, page::within, request::Request, retry, send::Answer,
};
use crate::{ApiError, Error, error::api_error, resource::Resource, retry_after::retry_after};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use url::Url;

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const MAX_PAUSE: Duration = Duration::from_secs(5);

impl ArmClient {
    /// By when a change that starts now must have ended.
    pub(super) fn operation_deadline(&self) -> Instant {
        Instant::now() + self.inner.limits.operation_deadline
    }

    /// The resource as the change left it, once Azure is done. The receipt is that of the first
    /// answer, which says whether it was created.
    pub(super) async fn settle<T: Resource>(
        &self,
        call: &CallContext,
        place: &Place<'_>,
        accepted: Answer,
        deadline: Instant,
    ) -> Result<Written<T>, Error> {
        let ended = self.end_of(call, place, &accepted, deadline).await;
        ended.map_err(|error| with_correlation_id(error, &accepted))
    }

    async fn end_of<T: Resource>(
        &self,
        call: &CallContext,
        place: &Place<'_>,
        accepted: &Answer,
        deadline: Instant,
    ) -> Result<Written<T>, Error> {
        let end = match Links::of(accepted, self)? {
            Some(links) => self.follow(call, accepted, links, deadline).await?,
            None if state_of(accepted).is_going_on(accepted.status) => None,
            None => return written(accepted),
        };
        let receipt = accepted.receipt();
        if let Some(end) = end.filter(|end| end.etag().is_some() && end.object(T::WHAT).is_ok()) {
            return Ok(Written { receipt, ..written(&end)? });
        }
        self.settled(call, place, accepted, deadline).await
    }

    /// Status 200 or 204 once nothing is left; the other facts are those of the first answer.
    pub(super) async fn settle_delete(
        &self,
        call: &CallContext,
        place: &Place<'_>,
        accepted: Answer,
        deadline: Instant,
    ) -> Result<Receipt, Error> {
        if accepted.status != StatusCode::ACCEPTED {
            return Ok(accepted.receipt());
        }
        let ended = match Links::of(&accepted, self)? {
            Some(links) => self.follow(call, &accepted, links, deadline).await.map(|_| ()),
            None => self.until_gone(call, place, deadline).await,
        };
        ended.map_err(|error| with_correlation_id(error, &accepted))?;
        Ok(Receipt { status: 200, ..accepted.receipt() })
    }

    /// What `Location` answered in the end, if it is known.
    async fn follow(&self, call: &CallContext, accepted: &Answer, links: Links, deadline: Instant) -> Result<Option<Answer>, Error> {
        let mut pauses = Pauses::default();
        let mut headers = accepted.headers.clone();
        if let Some(status) = links.status {
            loop {
                self.pause(&mut pauses, &headers, deadline).await?;
                let answer = self.look(call, &status, deadline).await?;
                match state_of(&answer) {
                    State::Failed => return Err(failure(accepted, &answer)),
                    state if state.is_going_on(answer.status) => headers = answer.headers,
                    _ => break,
                }
            }
        } else {
            self.pause(&mut pauses, &headers, deadline).await?;
        }
        match links.result {
            Some(result) => self.result(call, &result, deadline).await,
            None => Ok(None),
        }
    }

    /// Asks `Location` until it no longer says 202. Once the operation has ended it may be gone; a
    /// refusal is what the change came to.
    async fn result(&self, call: &CallContext, url: &Url, deadline: Instant) -> Result<Option<Answer>, Error> {
        let mut pauses = Pauses::default();
        loop {
            let request = Request::new(Method::GET, url.clone(), call);
            let answer = match self.send_by(request, deadline).await {
                Ok(answer) => answer,
                Err(Error::Api(api)) if api.status == 404 => return Ok(None),
                // Still busy is not how it ended.
                Err(Error::Api(api)) if api.is_pessimistic_conflict() => return Err(unlearned(Error::Api(api))),
                Err(Error::Api(api)) if matches!(api.status, 400 | 409 | 412 | 422) => return Err(Error::Api(api)),
                Err(error) => return Err(unlearned(error)),
            };
            if answer.status != StatusCode::ACCEPTED {
                return Ok(Some(answer));
            }
            self.pause(&mut pauses, &answer.headers, deadline).await?;
        }
    }

    /// Reads the resource until it is no longer being made.
    async fn settled<T: Resource>(
        &self,
        call: &CallContext,
        place: &Place<'_>,
        accepted: &Answer,
        deadline: Instant,
    ) -> Result<Written<T>, Error> {
        let url = self.url_of(place)?;
        let mut pauses = Pauses::default();
        loop {
            let answer = self.look(call, &url, deadline).await?;
            match state_of(&answer) {
                State::Failed => return Err(failure(accepted, &answer)),
                State::GoingOn => self.pause(&mut pauses, &answer.headers, deadline).await?,
                State::Succeeded | State::Unsaid => return Ok(Written { receipt: accepted.receipt(), ..written(&answer)? }),
            }
        }
    }

    async fn until_gone(&self, call: &CallContext, place: &Place<'_>, deadline: Instant) -> Result<(), Error> {
        let url = self.url_of(place)?;
        let mut pauses = Pauses::default();
        loop {
            match self.send_by(Request::new(Method::GET, url.clone(), call), deadline).await {
                Ok(answer) => self.pause(&mut pauses, &answer.headers, deadline).await?,
                Err(Error::Api(api)) if api.is_item_missing() => return Ok(()),
                Err(error) => return Err(unlearned(error)),
            }
        }
    }

    async fn look(&self, call: &CallContext, url: &Url, deadline: Instant) -> Result<Answer, Error> {
        self.send_by(Request::new(Method::GET, url.clone(), call), deadline).await.map_err(unlearned)
    }

    /// As long as Azure asks for, else a little longer each time.
    async fn pause(&self, pauses: &mut Pauses, headers: &http::HeaderMap, deadline: Instant) -> Result<(), Error> {
        let wait = retry_after(headers).map_or_else(|| pauses.next(), retry::spread);
        if Instant::now() + wait >= deadline {
            return Err(unlearned(Error::TimedOut { address: self.inner.origin.clone() }));
        }
        sleep(wait).await;
        Ok(())
    }
}

/// Where an answer says that its change can be followed.
struct Links {
    status: Option<Url>,
    result: Option<Url>,
}

impl Links {
    /// `None` when there are none. Links to another origin are refused: the token goes there too.
    fn of(answer: &Answer, client: &ArmClient) -> Result<Option<Self>, Error> {
        let arm_url = &client.inner.address.arm_url;
        let link = |name: &'static str| {
            let text = answer.header(name).map(str::trim).filter(|text| !text.is_empty());
            text.map(|text| within(arm_url, arm_url, text, name)).transpose().map_err(unlearned)
        };
        let (status, result) = (link("azure-asyncoperation")?, link("location")?);
        Ok((status.is_some() || result.is_some()).then_some(Self { status, result }))
    }
}

#[derive(Default)]
struct Pauses(u32);

impl Pauses {
    fn next(&mut self) -> Duration {
        let wait = FIRST_PAUSE.saturating_mul(2u32.saturating_pow(self.0.min(10))).min(MAX_PAUSE);
        self.0 += 1;
        wait
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Succeeded,
    Failed,
    GoingOn,
    /// The answer has no state.
    Unsaid,
}

impl State {
    fn is_going_on(self, status: StatusCode) -> bool {
        self == Self::GoingOn || (self == Self::Unsaid && status == StatusCode::ACCEPTED)
    }
}

/// The state of an operation, or of a resource that is being made.
fn state_of(answer: &Answer) -> State {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let places = ["/status", "/properties/status", "/properties/provisioningState"];
    let said = places.iter().find_map(|place| body.pointer(place)?.as_str());
    match said.map(str::to_ascii_lowercase).as_deref() {
        None | Some("") => State::Unsaid,
        Some("succeeded") => State::Succeeded,
        Some("failed" | "canceled" | "cancelled") => State::Failed,
        Some(_) => State::GoingOn,
    }
}

/// An operation that Azure calls failed, as if its reason had been the answer to the change.
fn failure(accepted: &Answer, answer: &Answer) -> Error {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let error = ["/error", "/properties/error"].iter().find_map(|place| body.pointer(place).filter(|error| error.is_object()));
    let code = error.and_then(|error| error.get("code")?.as_str()).unwrap_or_default();
    let status = match code {
        "ValidationError" => StatusCode::BAD_REQUEST,
        "ResourceNotFound" => StatusCode::NOT_FOUND,
        "Conflict" | "IdentifierAlreadyInUse" => StatusCode::CONFLICT,
        "PreconditionFailed" => StatusCode::PRECONDITION_FAILED,
        "InternalServerError" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let document = match error {
        Some(error) => json!({ "error": error }),
        None => json!({ "error": { "code": "OperationFailed", "message": "Azure could not finish the change and gave no reason." } }),
    };
    Error::Api(ApiError { retry_after: None, ..api_error(status, &accepted.headers, document.to_string().as_bytes()) })
}

/// An error that keeps us from learning how an accepted change ended.
fn unlearned(error: Error) -> Error {
    Error::Accepted { correlation_id: None, source: Box::new(error) }
}

fn with_correlation_id(error: Error, accepted: &Answer) -> Error {
    match error {
        Error::Accepted { source, .. } => Error::Accepted { correlation_id: accepted.receipt().correlation_id, source },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use http::HeaderMap;

    fn answer(status: u16, body: &'static str) -> Answer {
        Answer { status: StatusCode::from_u16(status).unwrap(), headers: HeaderMap::new(), body: Bytes::from_static(body.as_bytes()) }
    }

    #[test]
    fn states_are_read_where_azure_writes_them() {
        for (body, state) in [
            (r#"{"status":"Succeeded"}"#, State::Succeeded),
            (r#"{"properties":{"status":"InProgress"}}"#, State::GoingOn),
            (r#"{"id":"/x","status":"Canceled"}"#, State::Failed),
            (r#"{"properties":{"provisioningState":"Creating"}}"#, State::GoingOn),
            (r#"{"properties":{"provisioningState":null}}"#, State::Unsaid),
            ("", State::Unsaid),
        ] {
            assert_eq!(state_of(&answer(200, body)), state, "{body}");
        }
        assert!(State::Unsaid.is_going_on(StatusCode::ACCEPTED) && !State::Unsaid.is_going_on(StatusCode::OK));
    }

    #[test]
    fn a_failed_operation_gives_its_reason() {
        let body = r#"{"status":"Failed","error":{"code":"ValidationError","message":"One or more fields contain incorrect values:",
            "details":[{"code":"ValidationError","target":"representation","message":"Parsing error(s): x"}]}}"#;
        let error = failure(&answer(202, ""), &answer(200, body));
        assert!(!error.is_outcome_unknown());
        let Error::Api(api) = error else { panic!("{error:?}") };
        assert_eq!((api.status, api.details[0].target.as_deref()), (400, Some("representation")));
        assert!(matches!(failure(&answer(202, ""), &answer(200, "{}")), Error::Api(api) if api.status == 422));
    }

    #[test]
    fn what_keeps_the_end_from_us_leaves_it_unknown() {
        let refused = Error::Api(api_error(StatusCode::FORBIDDEN, &HeaderMap::new(), b""));
        let unsent = Error::Unavailable { address: String::new(), was_sent: false, source: "gone".into() };
        for error in [refused, unsent, Error::TimedOut { address: String::new() }] {
            assert!(unlearned(error).is_outcome_unknown());
        }
    }
}
