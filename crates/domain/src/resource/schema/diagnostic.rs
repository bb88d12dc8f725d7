//! Diagnostics of an API, or of the whole service.

use super::{Input, Section, Shape};
use crate::resource::Kind;

const fn bytes(path: &'static str, label: &'static str) -> Input {
    Input::whole(path, label, 0, 8192)
}

const fn words(path: &'static str, label: &'static str) -> Input {
    Input::new(path, label, Shape::Words)
}

pub(super) const SECTIONS: &[Section] = &[
    Section::new(
        "Where to, and how much",
        &[
            Input::new("loggerId", "Logger", Shape::Reference(Kind::Logger)).required(),
            Input::new("sampling.percentage", "Calls logged, in percent", Shape::Number { min: 0.0, max: 100.0, is_whole: false })
                .initially("100"),
            Input::new("alwaysLog", "Always logged", Shape::Choice(&[("", "Only what is sampled"), ("allErrors", "Every error")]))
                .initially("allErrors"),
            Input::new(
                "verbosity",
                "Traces",
                Shape::Choice(&[("", "Not set"), ("error", "Errors"), ("information", "Information"), ("verbose", "Everything")]),
            ),
            Input::flag("metrics", "Token and custom metrics", false).help("Needed on applicationinsights for llm-emit-token-metric."),
            Input::flag("logClientIp", "The caller's address is logged", false),
        ],
    ),
    Section::new(
        "LLM messages",
        &[
            Input::new(
                "largeLanguageModel.logs",
                "Prompts and answers",
                Shape::Choice(&[("", "Not set"), ("enabled", "Logged"), ("disabled", "Not logged")]),
            )
            .help("On azuremonitor: token counts always, messages as chosen below."),
            Input::new("largeLanguageModel.requests.messages", "Prompts", Shape::Choice(&[("", "None"), ("all", "All")])),
            Input::whole("largeLanguageModel.requests.maxSizeInBytes", "Bytes of a prompt", 1, 262_144),
            Input::new("largeLanguageModel.responses.messages", "Answers", Shape::Choice(&[("", "None"), ("all", "All")])),
            Input::whole("largeLanguageModel.responses.maxSizeInBytes", "Bytes of an answer", 1, 262_144),
        ],
    ),
    Section::folded(
        "Correlation",
        &[
            Input::new(
                "httpCorrelationProtocol",
                "Protocol",
                Shape::Choice(&[("", "Not set"), ("None", "None"), ("Legacy", "Legacy"), ("W3C", "W3C")]),
            ),
            Input::new(
                "operationNameFormat",
                "Names of operations",
                Shape::Choice(&[("", "Not set"), ("Name", "Name"), ("Url", "Address")]),
            ),
        ],
    ),
    Section::folded(
        "Headers and bodies, caller's side",
        &[
            words("frontend.request.headers", "Request headers").help("One a line."),
            bytes("frontend.request.body.bytes", "Bytes of the request body"),
            words("frontend.response.headers", "Response headers"),
            bytes("frontend.response.body.bytes", "Bytes of the response body").help("More than 0 holds streams back until they end."),
        ],
    ),
    Section::folded(
        "Headers and bodies, backend's side",
        &[
            words("backend.request.headers", "Request headers"),
            bytes("backend.request.body.bytes", "Bytes of the request body"),
            words("backend.response.headers", "Response headers"),
            bytes("backend.response.body.bytes", "Bytes of the response body").help("More than 0 holds streams back until they end."),
        ],
    ),
];
