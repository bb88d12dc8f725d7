//! What pages share: who is signed in, the theme, and what a plain form post left to show.

#[cfg(feature = "ssr")]
pub mod notice;
#[cfg(feature = "ssr")]
pub mod posted;
#[cfg(feature = "ssr")]
mod session;
pub mod theme;

#[cfg(feature = "ssr")]
pub use posted::{LlmApiForm, PolicyDraft, Posted, RefusedDraft, RefusedForm};

#[cfg(feature = "ssr")]
pub use notice::Notice;
#[cfg(feature = "ssr")]
pub use session::{Session, use_session};
