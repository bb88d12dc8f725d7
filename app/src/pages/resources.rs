//! APIs, MCP servers, diagnostics, loggers, named values, fragments, products and subscriptions:
//! one list, one page, one form, drawn from what `domain::resource` says of the kind.

mod delete;
mod detail;
mod editor;
mod form;
mod input;
mod list;
mod parts;
mod query;

pub(crate) use delete::DeleteResource;
pub(crate) use detail::ResourceDetail;
pub(crate) use editor::{EditResource, NewResource};
pub(crate) use list::ResourceList;

use super::parameters::segment;
use domain::resource::{Key, Kind, State, Tone};
use ui::StateTone;

/// Which resource the address is about; `None` when there is no such collection. A list's has no
/// name.
fn key_of_address() -> Option<Key> {
    let parent = segment("parent");
    let kind = if parent.is_empty() { Kind::from_slug(&segment("collection"))? } else { Kind::Diagnostic };
    Some(Key { gateway: segment("gateway"), kind, parent, name: segment("name") })
}

/// The colour of a state's dot.
fn tone_of(state: &State) -> StateTone {
    match state.tone {
        Tone::Good => StateTone::Success,
        Tone::Neutral => StateTone::Neutral,
        Tone::Warning => StateTone::Warning,
        Tone::Bad => StateTone::Error,
    }
}
