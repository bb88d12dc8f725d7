//! Middleware of our own. The order in which it applies is written down in `router`.

mod hosts;
mod panics;
mod rates;
mod request_id;
mod security_headers;
mod trace;

pub use hosts::{AllowedHosts, check_host};
pub use panics::panicked;
pub use rates::{Rates, limit_rates};
pub use request_id::{RequestId, assign_request_id};
pub use security_headers::{ContentPolicy, security_headers};
pub use trace::trace;
