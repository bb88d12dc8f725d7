//! Backends and pools.

mod delete;
mod detail;
mod editor;
mod facts;
mod form;
mod list;
mod query;
mod tools;
mod weights;

pub(crate) use delete::DeleteBackend;
pub(crate) use detail::BackendDetail;
pub(crate) use editor::{EditBackend, NewBackend};
pub(crate) use list::BackendList;

use domain::backend::BackendState;
use ui::StateTone;

/// The colour of a state's dot.
fn tone_of(state: BackendState) -> StateTone {
    match state {
        BackendState::Ready => StateTone::Success,
        BackendState::MissingMember => StateTone::Error,
        BackendState::Drained | BackendState::OutcomeUnknown => StateTone::Warning,
    }
}
