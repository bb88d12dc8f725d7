//! Versions of resources, and what comes with an answer of success.

use crate::Error;
use http::HeaderValue;

/// The version of a resource, opaque: sent back exactly as Azure gave it, quotes included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ETag(String);

impl ETag {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for ETag {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for ETag {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// The condition under which a change is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// No header: a PUT then creates, or silently replaces.
    None,
    /// `*`: whatever version is in force.
    Any,
    /// Only this version.
    Tag(ETag),
}

impl IfMatch {
    /// The header's value. A tag that would mean more than one version is refused: "whatever is
    /// there" must be asked for as [`IfMatch::Any`].
    pub(super) fn header(&self) -> Result<Option<HeaderValue>, Error> {
        match self {
            Self::None => Ok(None),
            Self::Any => Ok(Some(HeaderValue::from_static("*"))),
            Self::Tag(tag) => {
                let is_one = !tag.0.trim().is_empty() && !tag.0.contains([',', '*']);
                let value = HeaderValue::from_str(&tag.0).ok().filter(|_| is_one);
                value.map(Some).ok_or_else(|| Error::Protocol("The ETag is not one that Azure gives; nothing was sent.".into()))
            }
        }
    }
}

/// What identifies an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    pub status: u16,
    /// `x-ms-request-id`.
    pub request_id: Option<String>,
    /// `x-ms-correlation-request-id`: leads to the Activity Log.
    pub correlation_id: Option<String>,
}

/// A resource as it was read, with its version.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged<T> {
    pub value: T,
    pub etag: ETag,
    pub receipt: Receipt,
}

/// A resource as a change left it.
#[derive(Debug, Clone, PartialEq)]
pub struct Written<T> {
    pub value: T,
    pub etag: Option<ETag>,
    pub receipt: Receipt,
}

impl<T> Written<T> {
    /// Azure answered 201: there was nothing under that name.
    pub fn is_created(&self) -> bool {
        self.receipt.status == 201
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_means_one_version() {
        let header = |tag: &str| IfMatch::Tag(ETag::from(tag)).header();
        assert_eq!(header("\"AAAAAADmk70=\"").unwrap().unwrap(), "\"AAAAAADmk70=\"");
        for tag in ["", " ", "*", " * ", "\"a\", \"b\"", "\"a\"\r\nx: y"] {
            assert!(header(tag).is_err(), "{tag:?}");
        }
        assert_eq!(IfMatch::None.header().unwrap(), None);
    }
}
