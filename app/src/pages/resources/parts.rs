//! What a kind's page shows beside its properties.

mod apis;
mod keys;
mod llm_logging;
mod policy;
mod removal;
mod tools;

use crate::state::Posted;
use apis::ProductApisSheet;
use domain::resource::{Detail, Kind};
use keys::Keys;
use leptos::prelude::*;
use policy::PolicySheet;
use tools::McpTools;

pub(super) use llm_logging::LlmLogging;

#[component]
pub(super) fn Parts(detail: Detail, posted: Posted) -> impl IntoView {
    let key = detail.key;
    match key.kind {
        Kind::Api => view! { <PolicySheet key/> }.into_any(),
        Kind::Product => view! { <ProductApisSheet key/> }.into_any(),
        Kind::Subscription => view! { <Keys key revealed=posted.revealed/> }.into_any(),
        Kind::McpServer => view! { <McpTools key variant=detail.draft.variant typed=posted.tool problem=posted.problem/> }.into_any(),
        _ => ().into_any(),
    }
}
