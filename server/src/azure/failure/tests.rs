use super::*;
use azure_core::http::{RawResponse, StatusCode, headers::Headers};

fn answered(status: u16, body: &str) -> azure_core::Error {
    let status = StatusCode::from(status);
    let raw_response = Some(Box::new(RawResponse::from_bytes(status, Headers::new(), body.to_owned())));
    let inner = azure_core::Error::with_message(ErrorKind::HttpResponse { status, error_code: None, raw_response }, "inner");
    azure_core::Error::with_error(ErrorKind::Credential, inner, "outer\nwith a second line")
}

fn refused(body: &str) -> (String, String, Option<String>) {
    match Failure::of("https://login.test", &answered(401, body)) {
        Failure::Refused { status: 401, code, message, request_id } => (code, message, request_id),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn a_refusal_keeps_the_endpoints_code_first_line_and_id() {
    let entra = r#"{"error":"invalid_client","error_codes":[7000215],"trace_id":"t-1",
        "error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: t-1 Correlation ID: c\r\nTimestamp: now"}"#;
    let message = "AADSTS7000215: Invalid client secret provided.".to_owned();
    assert_eq!(refused(entra), ("AADSTS7000215".into(), message, Some("t-1".into())));
    let app_service = r#"{"statusCode":400,"message":"No managed identity found."}"#;
    assert_eq!(refused(app_service), ("NoReason".into(), "No managed identity found.".into(), None));
    assert_eq!(refused("{}").1, "https://login.test answered 401 and gave no reason.");
}

#[test]
fn no_answer_names_the_address_and_no_token_does_not_show_what_came() {
    let lost = azure_core::Error::with_error(ErrorKind::Connection, std::io::Error::other("reset"), "sending");
    let wrapped = azure_core::Error::with_error(ErrorKind::Credential, lost, "outer");
    let expected = Failure::Unavailable { address: "https://login.test".into(), reason: "reset".into() };
    assert_eq!(Failure::of("https://login.test", &wrapped), expected);
    let unread = azure_core::Error::with_message(ErrorKind::DataConversion, "invalid type: string \"eyJtoken\"");
    assert!(!Failure::of("https://login.test", &unread).to_string().contains("eyJtoken"));
}

#[test]
fn what_an_endpoint_repeats_of_a_secret_is_left_out() {
    let secret = SecretString::from("s3cret");
    let refused =
        Failure::Refused { status: 400, code: "x".into(), message: "got 's3cret' and eyJhbGci.x.y here".into(), request_id: None };
    assert_eq!(refused.without(Some(&secret)).to_string(), "refused with 400 x: got … and … here");
}

#[test]
fn other_errors_are_one_line() {
    let error = azure_core::Error::with_message(ErrorKind::Credential, "\nERROR: Please run 'az login'.\nmore");
    assert_eq!(Failure::of("az", &error), Failure::SignInRequired("ERROR: Please run 'az login'.".into()));
}
