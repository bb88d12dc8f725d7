//! Changes that Azure accepts and goes on with: followed until they have ended.
//!
//! `Azure-AsyncOperation` tells the state in its body, `Location` in its status; the first is asked
//! where both are given. Neither is followed to another origin, since the token goes there too.

use super::{ArmClient, CallContext, request::Request, send::Answer};
use crate::{ApiError, Error, ErrorDetail};
use http::{Method, StatusCode, header::LOCATION};
use serde_json::Value;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use url::Url;

/// Between two looks, where Azure asks for nothing else: first and longest.
const FIRST_LOOK: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Azure may ask for a longer pause than anyone wants to watch.
const LONGEST_ASKED: Duration = Duration::from_secs(30);

/// What one look showed.
enum Look {
    Done,
    GoesOn,
    Failed(ApiError),
}

impl Answer {
    /// Whether Azure goes on with it after this answer.
    pub(super) fn goes_on(&self) -> bool {
        self.link().is_some()
    }

    /// Where its state is told, and whether that is the body's.
    fn link(&self) -> Option<(&str, bool)> {
        let header = |name: &str| self.headers.get(name)?.to_str().ok().filter(|link| !link.trim().is_empty());
        let by_status = || header(LOCATION.as_str()).filter(|_| self.status == StatusCode::ACCEPTED).map(|link| (link, false));
        header("azure-asyncoperation").map(|link| (link, true)).or_else(by_status)
    }
}

impl ArmClient {
    /// Waits for the end of what `answer` began. That it failed is Azure's error; that nobody can
    /// tell is [`Error::TimedOut`], which counts as unknown.
    pub(super) async fn follow(&self, call: &CallContext, answer: Answer) -> Result<(), Error> {
        let Some((link, is_told_in_body)) = answer.link() else { return Ok(()) };
        let url = self.own_url(link)?;
        let deadline = Instant::now() + self.inner.limits.operation_deadline;
        let mut pause = answer.asked_pause().unwrap_or(FIRST_LOOK);
        loop {
            sleep(pause.min(LONGEST_ASKED)).await;
            let next = self.send(Request::new(Method::GET, url.clone(), call)).await;
            let looked = match next {
                Ok(next) => {
                    pause = next.asked_pause().unwrap_or((pause * 2).min(LONGEST_WAIT));
                    if is_told_in_body { state(&next)? } else if next.status == StatusCode::ACCEPTED { Look::GoesOn } else { Look::Done }
                }
                // A deletion ends in "there is nothing here".
                Err(Error::Api(api)) if api.status == 404 && !is_told_in_body => Look::Done,
                Err(Error::Api(api)) if (400..500).contains(&api.status) && !is_told_in_body => Look::Failed(api),
                Err(_) => return Err(Error::TimedOut { address: self.inner.origin.clone() }),
            };
            match looked {
                Look::Done => return Ok(()),
                Look::Failed(api) => return Err(Error::Api(api)),
                Look::GoesOn if Instant::now() + pause >= deadline => {
                    return Err(Error::TimedOut { address: self.inner.origin.clone() });
                }
                Look::GoesOn => {}
            }
        }
    }

    fn own_url(&self, link: &str) -> Result<Url, Error> {
        let arm_url = &self.inner.address.arm_url;
        let url = arm_url.join(link).map_err(|_| Error::Protocol("Azure's link to the operation is not a URL.".into()))?;
        if url.origin() != arm_url.origin() || !url.username().is_empty() || url.password().is_some() {
            let origin = url.origin().ascii_serialization();
            return Err(Error::Protocol(format!("Azure's link to the operation leads to {origin}, which is not `arm_url`: not followed.")));
        }
        Ok(url)
    }
}

fn state(answer: &Answer) -> Result<Look, Error> {
    let body = answer.object("the state of an operation")?;
    let status = body.get("status").or_else(|| body.pointer("/properties/status")).and_then(Value::as_str).unwrap_or_default();
    Ok(match status.to_ascii_lowercase().as_str() {
        "succeeded" => Look::Done,
        "failed" | "canceled" | "cancelled" => Look::Failed(failure(&body, answer)),
        _ => Look::GoesOn,
    })
}

/// The operation's own error, in the shape of a refusal.
fn failure(body: &Value, answer: &Answer) -> ApiError {
    let error = body.get("error").or_else(|| body.pointer("/properties/error")).cloned().unwrap_or(Value::Null);
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let details = error.get("details").and_then(Value::as_array).into_iter().flatten();
    let receipt = answer.receipt();
    ApiError {
        status: 400,
        code: Some(text(&error, "code")).filter(|code| !code.is_empty()).unwrap_or_else(|| "OperationFailed".into()),
        message: text(&error, "message"),
        details: details
            .map(|detail| ErrorDetail {
                code: text(detail, "code"),
                target: detail.get("target").and_then(Value::as_str).map(str::to_owned),
                message: text(detail, "message"),
            })
            .collect(),
        request_id: receipt.request_id,
        correlation_id: receipt.correlation_id,
        retry_after: None,
    }
}
