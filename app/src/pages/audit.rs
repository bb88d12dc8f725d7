//! The audit: who did what, and what became of it.

mod detail;
mod list;
pub(super) mod parts;

pub(crate) use detail::AuditDetail;
pub(crate) use list::AuditList;
