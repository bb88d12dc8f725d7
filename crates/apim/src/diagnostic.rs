//! A typed view over the raw JSON of a diagnostic: what is logged of an API's calls, or of all.
//!
//! Source: the contract's `DiagnosticContractProperties` and, for the logging of prompts and
//! completions, `largeLanguageModel` of 2025-09-01-preview.

use crate::{
    item::Item,
    overlay::{set_text, text},
    redact::mask_members,
    resource::resource,
};
use serde_json::{Map, Value};

resource! {
    /// A diagnostic. Its id says what it is for: `applicationinsights`, `azuremonitor` or `local`.
    Diagnostic, DiagnosticEdit, "a diagnostic", mask_members;
    shown {}
    edited {
        /// Where it is logged: a logger's ARM id, or `/loggers/{name}`. Required.
        text logger_id set_logger_id "loggerId";
        /// `allErrors`: what is logged whatever the sampling.
        text always_log set_always_log "alwaysLog";
        /// `fixed`.
        text sampling_type set_sampling_type "sampling.samplingType";
        /// 0 to 100 percent of the calls.
        number sampling_percentage set_sampling_percentage "sampling.percentage";
        /// `verbose`, `information` or `error`: which traces of policies are kept.
        text verbosity set_verbosity "verbosity";
        /// Not logged unless set.
        flag log_client_ip set_log_client_ip "logClientIp";
        /// `None`, `Legacy` or `W3C`.
        text correlation_protocol set_correlation_protocol "httpCorrelationProtocol";
        /// `Name` or `Url`.
        text operation_name_format set_operation_name_format "operationNameFormat";
        /// Application Insights only; needed by the policies that emit metrics.
        flag metrics set_metrics "metrics";
        /// Headers of callers' requests that are logged.
        texts frontend_request_headers set_frontend_request_headers "frontend.request.headers";
        /// 0 to 8192 bytes of callers' requests.
        integer frontend_request_bytes set_frontend_request_bytes "frontend.request.body.bytes";
        items<DataMask> frontend_request_header_masks set_frontend_request_header_masks "frontend.request.dataMasking.headers";
        items<DataMask> frontend_request_query_masks set_frontend_request_query_masks "frontend.request.dataMasking.queryParams";
        /// Headers of answers to callers.
        texts frontend_response_headers set_frontend_response_headers "frontend.response.headers";
        /// 0 to 8192 bytes of answers to callers. Anything but 0 buffers answers, which breaks the
        /// streams of MCP servers.
        integer frontend_response_bytes set_frontend_response_bytes "frontend.response.body.bytes";
        items<DataMask> frontend_response_header_masks set_frontend_response_header_masks "frontend.response.dataMasking.headers";
        items<DataMask> frontend_response_query_masks set_frontend_response_query_masks "frontend.response.dataMasking.queryParams";
        /// Headers of requests to backends.
        texts backend_request_headers set_backend_request_headers "backend.request.headers";
        /// 0 to 8192 bytes of requests to backends.
        integer backend_request_bytes set_backend_request_bytes "backend.request.body.bytes";
        items<DataMask> backend_request_header_masks set_backend_request_header_masks "backend.request.dataMasking.headers";
        items<DataMask> backend_request_query_masks set_backend_request_query_masks "backend.request.dataMasking.queryParams";
        /// Headers of backends' answers.
        texts backend_response_headers set_backend_response_headers "backend.response.headers";
        /// 0 to 8192 bytes of backends' answers.
        integer backend_response_bytes set_backend_response_bytes "backend.response.body.bytes";
        items<DataMask> backend_response_header_masks set_backend_response_header_masks "backend.response.dataMasking.headers";
        items<DataMask> backend_response_query_masks set_backend_response_query_masks "backend.response.dataMasking.queryParams";
        /// `enabled` or `disabled`: tokens and models, for `azuremonitor` (preview).
        text llm_logs set_llm_logs "largeLanguageModel.logs";
        /// `all` logs prompts (preview).
        text llm_request_messages set_llm_request_messages "largeLanguageModel.requests.messages";
        /// 1 to 262144 bytes of prompts; 32768 unless set (preview).
        integer llm_request_bytes set_llm_request_bytes "largeLanguageModel.requests.maxSizeInBytes";
        /// `all` logs completions (preview).
        text llm_response_messages set_llm_response_messages "largeLanguageModel.responses.messages";
        /// 1 to 262144 bytes of completions; 32768 unless set (preview).
        integer llm_response_bytes set_llm_response_bytes "largeLanguageModel.responses.maxSizeInBytes";
    }
    also {}
}

/// What is kept out of logs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DataMask {
    /// The name of a header or a query parameter.
    pub name: String,
    /// `Mask` or `Hide`.
    pub mode: String,
}

impl Item for DataMask {
    fn read(value: &Value) -> Option<Self> {
        let name = text(value, "value")?.to_owned();
        Some(Self { name, mode: text(value, "mode").unwrap_or_default().to_owned() })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
    }

    fn lay(&self, _: Option<&Self>, members: &mut Map<String, Value>) {
        set_text(members, "value", Some(&self.name));
        set_text(members, "mode", Some(&self.mode));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Change;
    use serde_json::json;

    #[test]
    fn deep_members_are_laid_over() {
        let mut diagnostic = Diagnostic::from_value(
            json!({ "properties": { "loggerId": "/loggers/l", "sampling": { "percentage": 50, "new": 1 },
            "frontend": { "request": { "body": { "bytes": 512, "new": null }, "dataMasking": { "headers": [{ "value": "Authorization", "mode": "Hide", "new": 1 }] } } },
            "largeLanguageModel": { "logs": "disabled", "requests": null } } }),
        );
        let same = DiagnosticEdit { sampling_percentage: Change::Set(50.0), llm_request_bytes: Change::Clear, ..DiagnosticEdit::default() };
        let before = diagnostic.clone();
        same.apply(&mut diagnostic);
        assert_eq!(diagnostic, before);
        let edit = DiagnosticEdit {
            sampling_percentage: Change::Set(12.5),
            frontend_request_bytes: Change::Set(0),
            frontend_request_header_masks: Change::Set(vec![DataMask { name: "authorization".into(), mode: "Mask".into() }]),
            llm_logs: Change::Set("enabled".into()),
            llm_request_messages: Change::Set("all".into()),
            backend_response_bytes: Change::Set(8192),
            ..DiagnosticEdit::default()
        };
        edit.apply(&mut diagnostic);
        assert_eq!(
            diagnostic.body(),
            json!({ "properties": { "loggerId": "/loggers/l", "sampling": { "percentage": 12.5, "new": 1 },
                "frontend": { "request": { "body": { "bytes": 0, "new": null }, "dataMasking": { "headers": [{ "value": "authorization", "mode": "Mask", "new": 1 }] } } },
                "backend": { "response": { "body": { "bytes": 8192 } } },
                "largeLanguageModel": { "logs": "enabled", "requests": { "messages": "all" } } } })
        );
    }
}
