//! Chat through the gateway: the key is fetched here, kept for minutes, and never leaves.

mod body;
mod keys;
mod options;
mod relay;
mod usage;

pub(crate) use keys::Keys;
pub use relay::RelayAnswer;

use crate::{Control, Error, Op, audited::Change, gateways::Connected, op::Permit, resources::of_kind};
use apim::{ChatCall, DEFAULT_KEY_HEADER, GatewayAnswer};
use bytes::Bytes;
use domain::{
    Operation,
    audit::Target,
    chat::{ChatAnswer, ChatRequest, ChatRoute, DEFAULT_API_VERSION},
    resource::Kind,
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
        let key_header = connected.key_header(op, &route.api_path).await;
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
                    self.inner.keys.forget(&connected, &route.subscription).await; // rotated meanwhile
                }
                open.answered(answer.status);
                Ok((open, answer))
            }
            Err(error) => Err(open.failed(error).await),
        }
    }
}

impl Connected {
    /// Where the API of this path takes keys. An API that is not known is called as Azure's own clients do.
    async fn key_header(&self, op: &Op, api_path: &str) -> String {
        let path = api_path.trim_matches('/');
        let apis = self.resources(op, Kind::Api, "", false).await.ok();
        let api = apis.as_ref().and_then(|apis| of_kind(Kind::Api, apis).find(|api| api.text("path").is_some_and(|found| found == path)));
        let named = |api: &apim::AnyResource| api.text("subscriptionKeyParameterNames.header").unwrap_or(DEFAULT_KEY_HEADER).to_owned();
        api.map_or_else(|| "api-key".to_owned(), named)
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
