//! Refuses requests that a web page could make through DNS rebinding: a Host that is not this machine,
//! or an Origin that is not this listener. Applies to both listeners, before anything else is looked at.

use http::HeaderMap;
use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;

/// Why a request is refused.
pub(crate) enum Refusal {
    /// 421: the Host names another machine, or none.
    ForeignHost,
    /// 403: a page of another origin sent it.
    ForeignOrigin,
}

impl Refusal {
    pub(crate) fn status(&self) -> http::StatusCode {
        match self {
            Self::ForeignHost => http::StatusCode::MISDIRECTED_REQUEST,
            Self::ForeignOrigin => http::StatusCode::FORBIDDEN,
        }
    }

    pub(crate) fn message(&self) -> &'static str {
        match self {
            Self::ForeignHost => "The emulator answers only to the hosts 127.0.0.1, localhost and [::1].",
            Self::ForeignOrigin => "The emulator does not answer requests that a page of another origin makes.",
        }
    }
}

/// The authority (`127.0.0.1:4280`) the client addressed, once it is known to be this machine.
pub(crate) fn check(parts: &Parts) -> Result<String, Refusal> {
    let authority = addressed(parts).ok_or(Refusal::ForeignHost)?;
    let name = authority.host();
    if !(name == "127.0.0.1" || name == "[::1]" || name.eq_ignore_ascii_case("localhost")) {
        return Err(Refusal::ForeignHost);
    }
    check_origin(&parts.headers, authority.as_str())?;
    Ok(authority.to_string())
}

/// The Host header, or the authority of an HTTP/2 request.
fn addressed(parts: &Parts) -> Option<Authority> {
    match parts.headers.get(HOST) {
        Some(host) => host.to_str().ok()?.parse().ok(),
        None => parts.uri.authority().cloned(),
    }
}

fn check_origin(headers: &HeaderMap, authority: &str) -> Result<(), Refusal> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let is_own = origin.to_str().is_ok_and(|origin| origin.eq_ignore_ascii_case(&format!("http://{authority}")));
    if is_own { Ok(()) } else { Err(Refusal::ForeignOrigin) }
}
