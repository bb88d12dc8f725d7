//! What loggers, products, subscriptions and their like have in common: list, read, save, delete.
//! What sets a kind apart is in `kinds`.

mod delete;
mod detail;
mod form;
mod kinds;
mod list;
mod place;
mod save;
mod start;
mod write;

pub(crate) use kinds::holds_streams;
pub(crate) use list::of_kind;
pub(crate) use place::{Spot, base_name, spot_of_id};
pub(crate) use write::Edit;
