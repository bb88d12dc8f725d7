//! Backends as pages see them: rows, details, and the draft of a change.
//!
//! None of these types holds a credential that Azure keeps: a secret travels only towards the
//! server, inside a draft, when someone replaces it.

mod actions;
mod draft;
mod form;
mod merge;
mod query;
mod view;

pub use actions::FormAction;
pub use draft::{
    BackendDraft, BreakerDraft, CredentialDraft, CredentialsDraft, MAX_ROWS, MemberDraft, ProxyDraft, SecretAction, SecretDraft,
};
pub use view::{
    BackendCounts, BackendDetail, BackendFilter, BackendKind, BackendList, BackendQuery, BackendRow, BackendSort, BackendState,
    BreakerView, CredentialsView, MemberView, MemberWeight, PoolView, ProxyView, SaveBackend, Saved, TestReport, TestStep, TlsView, UsedBy,
};
