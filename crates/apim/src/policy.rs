//! A typed view over the raw JSON of a policy, and of a policy fragment. What is in the document is
//! nobody's business here.
//!
//! Source: the contract's `PolicyContractProperties` and `PolicyFragmentContractProperties`.

use crate::{redact::mask_members, resource::resource};

resource! {
    /// The policy of one scope. The document is not masked: secrets belong into named values, but a
    /// document may hold some.
    Policy, PolicyEdit, "a policy", mask_members;
    shown {}
    edited {
        /// The document, or its URL where the format ends in `link`. The service answers it with its
        /// own indentation. Required.
        text value set_value "value";
        /// Of the value: `xml`, `rawxml`, `xml-link` or `rawxml-link`; `xml` unless set.
        text format set_format "format";
    }
    also {}
}

resource! {
    /// A part of a policy that others include by its name.
    PolicyFragment, PolicyFragmentEdit, "a policy fragment", mask_members;
    shown {
        /// `InProgress`, `Succeeded`, …
        text provisioning_state "provisioningState";
    }
    edited {
        /// The document; its root is `fragment`. Required.
        text value set_value "value";
        /// Up to 1000 characters.
        text description set_description "description";
        /// `xml` or `rawxml`; `xml` unless set.
        text format set_format "format";
    }
    also {}
}

/// How a document is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PolicyFormat {
    /// Well-formed: expressions are escaped.
    Xml,
    /// As people write it: expressions are not escaped.
    #[default]
    RawXml,
}

/// Whose policy is meant. There is at most one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyScope<'a> {
    /// All APIs of the service.
    Service,
    /// A product, by its id.
    Product(&'a str),
    /// An API, by its id.
    Api(&'a str),
    /// An operation, by the ids of its API and its own.
    Operation(&'a str, &'a str),
}

impl PolicyFormat {
    /// `xml` or `rawxml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::RawXml => "rawxml",
        }
    }
}

impl Policy {
    pub fn new(format: PolicyFormat, document: &str) -> Self {
        let mut policy = Self::default();
        policy.set_format(Some(format.as_str()));
        policy.set_value(Some(document));
        policy
    }
}
