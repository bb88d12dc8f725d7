//! Resources that share one shape of list, page and form: what a kind is called, where it lives,
//! what its form holds ([`schema`]), what a person types ([`Draft`]) and what pages show.
//!
//! Backends have richer pages of their own. Knows nothing of JSON, HTTP or how a value is stored.

mod draft;
mod kind;
mod query;
pub mod schema;
mod view;

pub use draft::{Draft, FormStart, SaveResource};
pub use kind::{Key, Kind, Operations};
pub use view::{Column, Detail, Fact, FactSheet, List, Query, Related, Row, Saved, State, Tab, Tone, UsedBy};
