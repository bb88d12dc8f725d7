//! The part of a page that needs data: the server draws it once the data is there.

use crate::{
    api::{WireError, ssr},
    problem_panel::ProblemPanel,
};
use domain::{Operation, Problem};
use leptos::prelude::*;

/// The first step of a form's page: who could not send the form is told so in its place.
pub(super) fn allowed(operation: Operation, gateway: &str) -> Result<(), WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.check_access(&op, operation, gateway))
}

/// `show` draws what `load` found. A failure is a panel in its place, where trying again leads to `retry_href`.
pub(super) fn loaded<T: Send + 'static>(
    load: impl Future<Output = Result<T, WireError>> + Send + 'static,
    retry_href: String,
    show: impl FnOnce(T) -> AnyView + Send + 'static,
) -> impl IntoView {
    loaded_or(load, show, move |problem| view! { <ProblemPanel problem retry_href/> }.into_any())
}

/// The same with a page's own way to show a failure.
pub(super) fn loaded_or<T: Send + 'static>(
    load: impl Future<Output = Result<T, WireError>> + Send + 'static,
    show: impl FnOnce(T) -> AnyView + Send + 'static,
    fail: impl FnOnce(Problem) -> AnyView + Send + 'static,
) -> impl IntoView {
    Suspend::new(async move {
        match load.await {
            Ok(found) => show(found),
            Err(WireError(problem)) => fail(problem),
        }
    })
}
