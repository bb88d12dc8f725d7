//! Backends and pools: the six operations, and a connection test.

mod delete;
mod detail;
mod list;
mod overlay;
mod reconnect;
mod save;
mod test;
mod validate;
mod view;
mod weights;
