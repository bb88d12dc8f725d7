//! What the address says.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A segment of the path, decoded; empty where the route has none of this name.
pub(super) fn segment(name: &str) -> String {
    use_params_map().with_untracked(|params| params.get(name).unwrap_or_default())
}

/// A query parameter; empty when absent.
pub(super) fn query_value(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get(name).unwrap_or_default())
}
