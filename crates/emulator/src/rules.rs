//! What the service accepts: the rules of each resource type over raw JSON, as the public contract and the
//! live service state them. Members they do not know are left alone.

pub(crate) mod backend;
mod circuit_breaker;
mod credentials;
pub(crate) mod duration;
mod fields;
mod pool;

/// One thing that is wrong, as a detail of a ValidationError.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The field, `pool.services[0].weight`.
    pub(crate) target: String,
    /// A sentence.
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(target: impl Into<String>, message: impl Into<String>) -> Self {
        Self { target: target.into(), message: message.into() }
    }
}
