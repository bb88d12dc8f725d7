//! Chat through the gateway: the key is fetched here, kept for minutes, and never leaves.

mod body;
mod keys;
mod options;
mod relay;
mod usage;

pub(crate) use keys::Keys;
pub use relay::RelayAnswer;

use crate::{Control, Error, Op, audited::Change, gateways::Connected, op::Permit};
use apim::{ChatCall, GatewayAnswer};
use bytes::Bytes;
use domain::{
    Operation,
    audit::Target,
    chat::{ChatAnswer, ChatRequest, ChatRoute, DEFAULT_API_VERSION},
};
use std::sync::Arc;

/// The most bytes of an answer that is not streamed.
const MAX_ANSWER: usize = 8 << 20;

impl Control {
    /// One call, answered whole. `Permission:` invoke.
    pub async fn chat(&self, op: &Op, gateway: &str, request: ChatRequest) -> Result<ChatAnswer, Error> {
        let permit = op.authorise(Operation::ChatCompletions)?;
        let body = body::of(&request)?;
        let (open, answer) = self.call(&permit, gateway, &request.route, body).await?;
        relay::collect(open, answer, MAX_ANSWER).await
    }

    /// One call, answered as the gateway answers, byte by byte. `body` is the call's JSON as a
    /// client would send it. `Permission:` invoke.
    pub async fn relay_chat(&self, op: &Op, gateway: &str, route: ChatRoute, body: Bytes) -> Result<RelayAnswer, Error> {
        let permit = op.authorise(Operation::ChatCompletions)?;
        let body = body::checked(&body)?;
        let (open, answer) = self.call(&permit, gateway, &route, body).await?;
        Ok(relay::stream(open, answer))
    }

    async fn call(
        &self,
        permit: &Permit<'_>,
        gateway: &str,
        route: &ChatRoute,
        body: body::Body,
    ) -> Result<(relay::OpenCall, GatewayAnswer), Error> {
        let op = permit.op;
        body::check_route(route)?;
        let connected = self.gateway(permit, gateway)?;
        let key = self.inner.keys.of(op, &connected, &route.subscription).await?;
        let key_header = self.inner.keys.header_of(op, &connected, &route.api_path).await;
        let gateway_url =
            connected.gateway_url.as_ref().ok_or_else(|| Error::Unavailable { address: connected.info.gateway_url.clone() })?;
        let open = self.open_audit(op, change(&connected, route)).await?;
        let api_version = if route.api_version.is_empty() { DEFAULT_API_VERSION } else { &route.api_version };
        let call = ChatCall {
            gateway_url,
            api_path: &route.api_path,
            deployment: &route.deployment,
            api_version,
            key_header: &key_header,
            key: &key,
            body: body.bytes,
            request_id: &op.request_id,
        };
        let mut open = relay::OpenCall::new(self.clone(), op, &connected, route, open, body.is_stream);
        match self.inner.gateway_client.chat_completions(&call).await {
            Ok(answer) => {
                if answer.status == 401 {
                    // Rotated meanwhile, or taken in another header.
                    self.inner.keys.forget(&connected, &route.subscription).await;
                    self.inner.keys.forget_header(&connected, &route.api_path).await;
                }
                open.answered(answer.status);
                Ok((open, answer))
            }
            Err(error) => Err(open.failed(error).await),
        }
    }
}

fn change(connected: &Arc<Connected>, route: &ChatRoute) -> Change {
    let target = Target {
        gateway: connected.info.name.clone(),
        kind: "deployment".into(),
        name: route.deployment.clone(),
        resource_id: connected.info.resource_id(),
    };
    Change {
        operation: Operation::ChatCompletions,
        target,
        if_match: None,
        before: None,
        after: None,
        is_settleable: false,
        note: format!("With the key of subscription {}", route.subscription),
    }
}
