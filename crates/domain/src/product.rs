//! Which APIs a product bundles.

use serde::{Deserialize, Serialize};

/// An API, as a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiRef {
    pub name: String,
    pub title: String,
    pub path: String,
}

/// The APIs of a product, and the others that it could have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProductApis {
    pub apis: Vec<ApiRef>,
    pub others: Vec<String>,
}
