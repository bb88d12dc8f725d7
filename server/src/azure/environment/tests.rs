use super::*;
use crate::Config;
use crate::config::Flags;
use std::collections::HashMap;

const GATEWAY: &str = r#"
[[gateway]]
name = "prod"
subscription_id = "00000000-0000-0000-0000-000000000001"
resource_group = "ai"
service = "contoso"
credential = "service"
"#;

const TENANT: (&str, &str) = ("AZURE_TENANT_ID", "11111111-0000-0000-0000-000000000000");
const CLIENT: (&str, &str) = ("AZURE_CLIENT_ID", "22222222-0000-0000-0000-000000000000");
const SECRET: (&str, &str) = ("AZURE_CLIENT_SECRET", "s3cret");

fn load(file: &str, variables: &[(&str, &str)]) -> Result<Option<Environment>, String> {
    let toml = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(toml.path(), file).unwrap();
    let flags = Flags { config: Some(toml.path().to_owned()), ..Flags::default() };
    let variables: HashMap<_, _> = variables.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let config = Config::load(&flags, move |name| variables.get(name).cloned());
    config.map(|config| config.azure).map_err(|error| error.to_string())
}

#[track_caller]
fn refused(variables: &[(&str, &str)], parts: &[&str]) {
    let message = load(GATEWAY, variables).expect_err("it should be refused");
    for part in parts {
        assert!(message.contains(part), "{message} lacks {part}");
    }
    assert!(!message.contains("s3cret"), "{message}");
}

#[test]
fn an_application_with_a_secret_is_read_and_not_shown() {
    let environment = load(GATEWAY, &[TENANT, CLIENT, SECRET, ("AZURE_AUTHORITY_HOST", "https://login.test/")]).unwrap().unwrap();
    assert!(matches!(environment.application, Some(Application::Secret(_))));
    assert_eq!(environment.tenant.as_deref(), Some(TENANT.1));
    assert_eq!(environment.authority.as_ref().map(Url::as_str), Some("https://login.test/"));
    assert!(!format!("{environment:?}").contains("s3cret"));
}

#[test]
fn a_variable_that_lacks_another_names_both() {
    refused(&[SECRET, CLIENT], &["AZURE_CLIENT_SECRET: is set, and AZURE_TENANT_ID is not"]);
    refused(&[SECRET, TENANT], &["AZURE_CLIENT_SECRET: is set, and AZURE_CLIENT_ID is not"]);
    refused(&[TENANT, ("AZURE_FEDERATED_TOKEN_FILE", "/x")], &["AZURE_FEDERATED_TOKEN_FILE: is set, and AZURE_CLIENT_ID is not"]);
    refused(&[SECRET, TENANT, CLIENT, ("AZURE_CLIENT_CERTIFICATE_PATH", "/x")], &["AZURE_CLIENT_CERTIFICATE_PATH", "unset one of them"]);
}

#[test]
fn a_value_that_makes_no_sense_names_its_variable() {
    refused(&[SECRET, CLIENT, ("AZURE_TENANT_ID", "a/b")], &["AZURE_TENANT_ID: expected letters"]);
    refused(&[("AZURE_AUTHORITY_HOST", "http://127.0.0.1")], &["AZURE_AUTHORITY_HOST: ", "expected https"]);
    refused(&[("IDENTITY_ENDPOINT", "nowhere")], &["IDENTITY_ENDPOINT: is not a URL"]);
    refused(
        &[TENANT, CLIENT, ("AZURE_FEDERATED_TOKEN_FILE", "/nowhere/token")],
        &["AZURE_FEDERATED_TOKEN_FILE: /nowhere/token can't be read"],
    );
    refused(
        &[TENANT, CLIENT, ("AZURE_CLIENT_CERTIFICATE_PATH", "/nowhere/x.pem")],
        &["AZURE_CLIENT_CERTIFICATE_PATH: /nowhere/x.pem can't be read"],
    );
}

#[test]
fn nothing_is_read_that_nobody_needs() {
    assert!(load("", &[SECRET]).unwrap().is_none());
    assert!(load(GATEWAY, &[]).unwrap().unwrap().application.is_none());
}

#[test]
fn an_identity_endpoint_counts_with_its_header() {
    let endpoint = ("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token");
    assert!(load(GATEWAY, &[endpoint]).unwrap().unwrap().identity_endpoint.is_none());
    assert!(load(GATEWAY, &[endpoint, ("IDENTITY_HEADER", "x")]).unwrap().unwrap().identity_endpoint.is_some());
}
