//! The token limits of a call's policies: which apply, whether they let it pass, what they book and what they tell.
//! Only what stands in `inbound` without a condition is understood, with fragments; the rest is ignored.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};
use tokio::time::Instant;

use super::answer::GatewayError;
use super::credentials;
use super::key::Caller;
use super::quota::Period;
use super::route::Route;
use super::scopes;
use super::usage;
use crate::shared::Shared;
use crate::state::Tree;

const LIMITS: [&str; 2] = ["llm-token-limit", "azure-openai-token-limit"];
/// The largest body that is read to count its tokens.
const BODY_LIMIT: usize = 20 * 1024 * 1024;

/// One token limit.
struct Limit {
    /// What is counted together.
    key: String,
    per_minute: Option<u64>,
    quota: Option<(u64, Period)>,
    estimates_prompt: bool,
    retry_after_header: String,
    remaining_header: Option<String>,
    remaining_quota_header: Option<String>,
    consumed_header: Option<String>,
}

/// The limits of one call.
pub(super) struct Limits {
    limits: Vec<Limit>,
    prompt_tokens: u64,
}

impl Limits {
    /// Finds the limits that apply and checks them. Hands the request back, its body read when there is a limit.
    pub(super) async fn pass(
        shared: &Shared,
        tree: &Tree,
        route: &Route,
        caller: &Caller,
        request: Request,
    ) -> Result<(Self, Request), GatewayError> {
        let limits = find(tree, route, caller);
        if limits.is_empty() {
            return Ok((Self { limits, prompt_tokens: 0 }, request));
        }
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, BODY_LIMIT).await.map_err(|_| GatewayError::TooLarge)?;
        let prompt_tokens = usage::estimated_prompt(&body);
        for limit in &limits {
            limit.check(shared, if limit.estimates_prompt { prompt_tokens } else { 0 })?;
        }
        Ok((Self { limits, prompt_tokens }, Request::from_parts(parts, Body::from(body))))
    }

    /// Books what the answer used and tells what remains. A stream is booked when it ends, so its headers tell
    /// what is known before.
    pub(super) async fn settle(self, shared: &Arc<Shared>, answer: Response) -> Result<Response, GatewayError> {
        if self.limits.is_empty() || !answer.status().is_success() {
            return Ok(answer);
        }
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (is_json, is_stream) = (kind.starts_with("application/json"), kind.starts_with("text/event-stream"));
        let (mut parts, body) = answer.into_parts();
        if is_json {
            let bytes = to_bytes(body, BODY_LIMIT).await.map_err(|_| GatewayError::Internal)?;
            let used = usage::told(&bytes).unwrap_or(0);
            self.book(shared, used);
            self.tell(shared, &mut parts.headers, Some(used));
            return Ok(Response::from_parts(parts, Body::from(bytes)));
        }
        self.tell(shared, &mut parts.headers, None);
        if !is_stream {
            return Ok(Response::from_parts(parts, body));
        }
        let shared = shared.clone();
        let prompt_tokens = self.prompt_tokens;
        let metered = usage::Metered::new(body.into_data_stream(), prompt_tokens, move |used| self.book(&shared, used));
        Ok(Response::from_parts(parts, Body::from_stream(metered)))
    }

    /// Counters are shared by all limits with the same key, so each is booked once.
    fn book(&self, shared: &Shared, used: u64) {
        let mut booked: Vec<(&str, Option<Period>)> = Vec::new();
        for limit in &self.limits {
            let minute = limit.per_minute.map(|_| (limit.key.as_str(), None));
            let quota = limit.quota.map(|(_, period)| (limit.key.as_str(), Some(period)));
            for account in minute.into_iter().chain(quota) {
                if !booked.contains(&account) {
                    match account {
                        (key, None) => shared.tokens.book_minute(key, Instant::now(), used),
                        (key, Some(period)) => shared.tokens.book_quota(key, period, used),
                    }
                    booked.push(account);
                }
            }
        }
    }

    fn tell(&self, shared: &Shared, headers: &mut http::HeaderMap, used: Option<u64>) {
        let mut insert = |name: &Option<String>, value: Option<u64>| {
            let name = name.as_deref().and_then(|name| name.parse::<HeaderName>().ok());
            if let Some((name, value)) = name.zip(value) {
                headers.insert(name, HeaderValue::from(value));
            }
        };
        for limit in &self.limits {
            let remaining = limit.per_minute.map(|most| most.saturating_sub(shared.tokens.minute(&limit.key, Instant::now())));
            let quota = limit.quota.map(|(most, period)| most.saturating_sub(shared.tokens.quota(&limit.key, period)));
            insert(&limit.remaining_header, remaining);
            insert(&limit.remaining_quota_header, quota);
            insert(&limit.consumed_header, used);
        }
    }
}

impl Limit {
    /// 429 when the minute is used up, 403 when the quota is.
    fn check(&self, shared: &Shared, expected: u64) -> Result<(), GatewayError> {
        if let Some(most) = self.per_minute
            && let Some(wait) = shared.tokens.wait(&self.key, Instant::now(), most, expected)
        {
            let message = format!("Token limit is exceeded. Try again in {wait} seconds.");
            return Err(self.refusal(StatusCode::TOO_MANY_REQUESTS, message, wait));
        }
        if let Some((most, period)) = self.quota
            && shared.tokens.quota(&self.key, period) + expected > most
        {
            let wait = period.seconds_left();
            let message = format!("Token quota is exceeded. Try again in {} minutes and {} seconds.", wait / 60, wait % 60);
            return Err(self.refusal(StatusCode::FORBIDDEN, message, wait));
        }
        Ok(())
    }

    fn refusal(&self, status: StatusCode, message: String, seconds: u64) -> GatewayError {
        GatewayError::Limited { status, message, header: self.retry_after_header.clone(), seconds }
    }
}

fn find(tree: &Tree, route: &Route, caller: &Caller) -> Vec<Limit> {
    scopes::inbound(tree, route, caller.product.as_deref())
        .into_iter()
        .filter(|(name, _)| LIMITS.contains(&name.as_str()))
        .filter_map(|(_, attributes)| read(tree, route, caller, &attributes))
        .collect()
}

fn read(tree: &Tree, route: &Route, caller: &Caller, attributes: &[(String, String)]) -> Option<Limit> {
    let text = |name: &str| {
        let (_, value) = attributes.iter().find(|(found, _)| found == name)?;
        Some(credentials::named_values(tree, value.trim()))
    };
    let number = |name: &str| text(name).and_then(|value| value.parse::<u64>().ok());
    let limit = Limit {
        key: counter_key(&text("counter-key")?, route, caller)?,
        per_minute: number("tokens-per-minute"),
        quota: number("token-quota").zip(text("token-quota-period").and_then(|name| Period::parse(&name))),
        estimates_prompt: text("estimate-prompt-tokens").as_deref() == Some("true"),
        retry_after_header: text("retry-after-header-name").unwrap_or_else(|| "Retry-After".to_owned()),
        remaining_header: text("remaining-tokens-header-name"),
        remaining_quota_header: text("remaining-quota-tokens-header-name"),
        consumed_header: text("tokens-consumed-header-name"),
    };
    (limit.per_minute.is_some() || limit.quota.is_some()).then_some(limit)
}

/// The value of a counter key: a literal, or one of the few expressions that are understood.
fn counter_key(text: &str, route: &Route, caller: &Caller) -> Option<String> {
    if !text.starts_with('@') {
        return Some(text.to_owned());
    }
    let expression: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match expression.as_str() {
        "@(context.Subscription.Id)" | "@(context.Subscription?.Id)" => Some(caller.subscription.clone().unwrap_or_default()),
        "@(context.Api.Id)" => Some(route.api.name().to_owned()),
        "@(context.Operation.Id)" => Some(route.operation.name().to_owned()),
        "@(context.Product.Id)" | "@(context.Product?.Id)" => Some(caller.product.clone().unwrap_or_default()),
        "@(context.Request.IpAddress)" => Some("127.0.0.1".to_owned()),
        _ => None,
    }
}
