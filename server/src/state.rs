//! What handlers share. Cheap to clone.

use app::api::ssr::SettingLines;
use axum::extract::FromRef;
use control::Control;
use leptos::config::LeptosOptions;
use tokio_util::sync::CancellationToken;

#[derive(Clone)]
pub struct AppState {
    pub control: Control,
    pub leptos_options: LeptosOptions,
    /// What the settings page shows.
    pub settings: SettingLines,
    /// Cancelled when the process stops: streams end on it, or they would hold the shutdown up.
    pub stopping: CancellationToken,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos_options.clone()
    }
}

impl FromRef<AppState> for Control {
    fn from_ref(state: &AppState) -> Self {
        state.control.clone()
    }
}
