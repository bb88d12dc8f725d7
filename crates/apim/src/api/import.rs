//! The document that an API is made from. It is sent and never comes back.

use serde_json::{Map, Value};

/// What `Api_CreateOrUpdate` takes beside the API itself. Printing it shows no document: a link may
/// carry a signature.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiImport {
    /// `openapi`, `openapi+json`, `openapi-link`, `openapi+json-link`, `swagger-json`,
    /// `swagger-link-json`, `wsdl`, `wsdl-link`, `wadl-xml`, `wadl-link-json`, `graphql-link`,
    /// `odata`, `odata-link`, `grpc`, `grpc-link`.
    pub format: String,
    /// The document, or its URL where the format ends in `link`.
    pub value: String,
    /// `template` or `query`: what becomes of required query parameters; `template` unless set.
    pub required_query_parameters: Option<String>,
    /// Service and endpoint, where only a part of a WSDL document is wanted.
    pub wsdl_selector: Option<(String, String)>,
}

impl ApiImport {
    pub fn new(format: impl Into<String>, value: impl Into<String>) -> Self {
        Self { format: format.into(), value: value.into(), required_query_parameters: None, wsdl_selector: None }
    }

    /// Whether Azure fetches the document itself.
    pub fn is_link(&self) -> bool {
        self.format.contains("link")
    }

    /// Adds what this asks for to the `properties` of a PUT.
    pub(crate) fn lay(&self, properties: &mut Map<String, Value>) {
        properties.insert("format".into(), Value::from(self.format.as_str()));
        properties.insert("value".into(), Value::from(self.value.as_str()));
        if let Some(strategy) = &self.required_query_parameters {
            properties.insert("translateRequiredQueryParameters".into(), Value::from(strategy.as_str()));
        }
        if let Some((service, endpoint)) = &self.wsdl_selector {
            let selector = serde_json::json!({ "wsdlServiceName": service, "wsdlEndpointName": endpoint });
            properties.insert("wsdlSelector".into(), selector);
        }
    }
}

impl std::fmt::Debug for ApiImport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiImport").field("format", &self.format).finish_non_exhaustive()
    }
}
