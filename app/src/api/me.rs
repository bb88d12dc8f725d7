//! One's own sessions and tokens.

use super::{WireError, codec::Json, ssr};
use domain::identity::{Me, NewToken, TokenDraft};
use leptos::server;

/// Who one is, in which role and why. `Permission:` anyone signed in.
#[server(prefix = "/api", endpoint = "me/get", input = Json, output = Json)]
pub async fn get_me() -> Result<Me, WireError> {
    let (op, control) = ssr::op()?;
    let visitor = ssr::visitor();
    ssr::respond(&op, control.me(&op, &visitor.session, visitor.reason).await)
}

/// Ends a session at once. `Permission:` anyone for their own, administer for someone else's.
#[server(prefix = "/api", endpoint = "me/revoke-session", input = Json, output = Json)]
pub async fn revoke_session(session: String) -> Result<(), WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.revoke_session(&op, &session).await)
}

/// Ends the connection to Azure behind a gateway. `Permission:` anyone signed in, their own.
#[server(prefix = "/api", endpoint = "me/disconnect-azure", input = Json, output = Json)]
pub async fn disconnect_azure(gateway: String) -> Result<(), WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.disconnect_azure(&op, &gateway).await)
}

/// A token for scripts, in clear this once. `Permission:` anyone signed in.
#[server(prefix = "/api", endpoint = "me/create-token", input = Json, output = Json)]
pub async fn create_token(draft: TokenDraft) -> Result<NewToken, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.create_token(&op, &draft).await)
}

/// Ends a token at once. `Permission:` anyone for their own, administer for someone else's.
#[server(prefix = "/api", endpoint = "me/revoke-token", input = Json, output = Json)]
pub async fn revoke_token(token: String) -> Result<(), WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.revoke_token(&op, &token).await)
}
