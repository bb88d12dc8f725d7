//! `credential = "service"`: where the console's token comes from, over real HTTP, as a process with
//! the environment that each link of the chain looks for.

mod delegated;
mod issuer;
mod process;

use crate::harness::until;
use issuer::{Authority, Issuer, entra_token, managed_token};
use process::{Azure, Process};
use serde_json::json;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

const TENANT: &str = "11111111-0000-0000-0000-000000000000";
const CLIENT: &str = "22222222-0000-0000-0000-000000000000";
const SECRET: &str = "s3cret~value";

/// What every application of Entra ID needs, trust in the test's authority included.
struct Entra {
    issuer: Issuer,
    dir: tempfile::TempDir,
}

impl Entra {
    async fn start(answering: impl Fn(usize) -> (u16, serde_json::Value) + Send + Sync + 'static) -> Self {
        let authority = Authority::new();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("ca.pem"), authority.pem()).unwrap();
        Self { issuer: Issuer::secure(&authority, answering).await, dir }
    }

    fn file(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    async fn console(&self, azure: &Azure, more: &[(&str, &str)]) -> Process {
        let ca = self.file("ca.pem");
        let mut environment = vec![("AZURE_AUTHORITY_HOST", self.issuer.url.as_str()), ("SSL_CERT_FILE", ca.as_str())];
        environment.extend([("AZURE_TENANT_ID", TENANT), ("AZURE_CLIENT_ID", CLIENT)]);
        environment.extend(more);
        Process::start(azure, &environment).await
    }
}

#[track_caller]
fn shows_backends((status, text): &(u16, String)) {
    assert_eq!(*status, 200, "{text}");
    assert!(text.contains("aoai-pool"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_managed_identity_answers_once_for_all() {
    let issuer = Issuer::plain(|_| managed_token("managed", 3600)).await;
    let azure = Azure::start().await;
    let endpoint = format!("{}/msi/token", issuer.url);
    let environment = [("IDENTITY_ENDPOINT", endpoint.as_str()), ("IDENTITY_HEADER", "h3ader"), ("AZURE_CLIENT_ID", CLIENT)];
    let console = Process::start(&azure, &environment).await;
    let pages = ["/g/prod/backends", "/g/prod", "/g/prod/apis", "/g/prod/backends/aoai-pool", "/g/prod/products"];
    let held = issuer.hold().await;
    let all_wait = async {
        until("a token is asked for", async || (!issuer.asked().is_empty()).then_some(())).await;
        console.page("/healthz").await; // asked after the others
        drop(held);
    };
    let (answers, ()) = futures::join!(futures::future::join_all(pages.map(|path| console.page(path))), all_wait);
    for (page, path) in answers.into_iter().zip(pages) {
        assert_eq!(page.0, 200, "{path}: {}", page.1);
    }
    shows_backends(&console.page("/g/prod/backends").await);
    assert_eq!(azure.bearers(), ["managed"]);

    let asked = issuer.asked();
    assert_eq!(asked.len(), 1, "one call for many waiters");
    assert_eq!(asked[0].path, "/msi/token");
    assert_eq!((asked[0].parameters["resource"].as_str(), asked[0].parameters["client_id"].as_str()), (azure.arm_url.as_str(), CLIENT));
    assert_eq!(asked[0].headers["x-identity-header"], "h3ader");
    let log = console.logged("managed identity answers for").await;
    assert_eq!(log.matches("managed identity answers for").count(), 1, "{log}");
    assert!(log.contains("AZURE_CLIENT_SECRET and AZURE_CLIENT_CERTIFICATE_PATH are not set"), "{log}");
    assert!(log.contains("AZURE_FEDERATED_TOKEN_FILE is not set") && !log.contains("h3ader"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_renewed_before_its_end_by_one_for_all() {
    let issuer = Issuer::plain(|count| managed_token(if count == 1 { "first" } else { "second" }, if count == 1 { 6 } else { 3600 })).await;
    let azure = Azure::start().await;
    let endpoint = format!("{}/msi/token", issuer.url);
    let console = Process::start(&azure, &[("IDENTITY_ENDPOINT", &endpoint), ("IDENTITY_HEADER", "h")]).await;
    shows_backends(&console.page("/g/prod/backends").await);
    assert_eq!(azure.bearers(), ["first"]);
    let pages = ["/g/prod/backends", "/g/prod/apis", "/g/prod/products", "/g/prod/loggers"].map(|path| format!("{path}?refresh=1"));
    until("the token is renewed", async || {
        for page in futures::future::join_all(pages.iter().map(|path| console.page(path))).await {
            assert_eq!(page.0, 200, "{}", page.1);
        }
        (azure.bearers().len() > 1).then_some(())
    })
    .await;
    assert_eq!((issuer.asked().len(), azure.bearers()), (2, vec!["first".to_owned(), "second".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_secret_answers() {
    let (entra, azure) = (Entra::start(|_| entra_token("by-secret")).await, Azure::start().await);
    let console = entra.console(&azure, &[("AZURE_CLIENT_SECRET", SECRET)]).await;
    shows_backends(&console.page("/g/prod/backends").await);
    assert_eq!(azure.bearers(), ["by-secret"]);
    let asked = entra.issuer.asked().remove(0);
    assert_eq!(asked.path, format!("/{TENANT}/oauth2/v2.0/token"));
    assert_eq!(asked.parameters["scope"], format!("{}/.default", azure.arm_url));
    assert_eq!((asked.parameters["client_id"].as_str(), asked.parameters["client_secret"].as_str()), (CLIENT, SECRET));
    assert!(!console.logged("client secret answers for").await.contains(SECRET));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_certificate_signs_and_sends_no_secret() {
    let (entra, azure) = (Entra::start(|_| entra_token("by-certificate")).await, Azure::start().await);
    let key = rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).unwrap();
    let certificate = rcgen::CertificateParams::new(vec!["console.test".to_owned()]).unwrap().self_signed(&key).unwrap();
    let path = entra.file("client.pem");
    std::fs::write(&path, format!("{}{}", certificate.pem(), key.serialize_pem())).unwrap();
    let console = entra.console(&azure, &[("AZURE_CLIENT_CERTIFICATE_PATH", &path)]).await;
    shows_backends(&console.page("/g/prod/backends").await);
    assert_eq!(azure.bearers(), ["by-certificate"]);

    let asked = entra.issuer.asked().remove(0);
    assert_eq!(asked.parameters["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    assert!(!asked.parameters.contains_key("client_secret"));
    let (statement, signature) = asked.parameters["client_assertion"].rsplit_once('.').unwrap();
    let decoded = |text: &str| base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text).unwrap();
    let scheme = &aws_lc_rs::signature::RSA_PSS_2048_8192_SHA256;
    let public = aws_lc_rs::signature::UnparsedPublicKey::new(scheme, rcgen::PublicKeyData::der_bytes(&key));
    public.verify(statement.as_bytes(), &decoded(signature)).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&decoded(statement.split_once('.').unwrap().1)).unwrap();
    assert_eq!(
        (claims["aud"].as_str(), claims["iss"].as_str()),
        (Some(format!("{}{}", entra.issuer.url, asked.path).as_str()), Some(CLIENT))
    );
    console.logged("client certificate answers for").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workloads_token_is_exchanged() {
    let (entra, azure) = (Entra::start(|_| entra_token("by-workload")).await, Azure::start().await);
    let path = entra.file("federated");
    std::fs::write(&path, "kubernetes-token").unwrap();
    let console = entra.console(&azure, &[("AZURE_FEDERATED_TOKEN_FILE", &path)]).await;
    shows_backends(&console.page("/g/prod/backends").await);
    assert_eq!(azure.bearers(), ["by-workload"]);
    assert_eq!(entra.issuer.asked().remove(0).parameters["client_assertion"], "kubernetes-token");
    assert!(!console.logged("workload identity answers for").await.contains("kubernetes-token"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_said_and_nobody_else_answers() {
    let refusal = json!({
        "error": "invalid_client", "error_codes": [7000215], "trace_id": "trace-7",
        "error_description": format!("AADSTS7000215: Invalid client secret provided: {SECRET} Trace ID: trace-7"),
    });
    let is_corrected = Arc::new(AtomicBool::new(false));
    let corrected = is_corrected.clone();
    let answering = move |_| if corrected.load(Ordering::SeqCst) { entra_token("corrected") } else { (401, refusal.clone()) };
    let (entra, azure) = (Entra::start(answering).await, Azure::start().await);
    let managed = Issuer::plain(|_| managed_token("someone else", 3600)).await;
    let endpoint = format!("{}/msi/token", managed.url);
    let more = [("AZURE_CLIENT_SECRET", SECRET), ("IDENTITY_ENDPOINT", endpoint.as_str()), ("IDENTITY_HEADER", "h")];
    let console = entra.console(&azure, &more).await;
    for _ in 0..2 {
        let (status, text) = console.page("/g/prod/backends").await;
        assert_eq!(status, 502, "{text}");
        for part in ["upstream", "AADSTS7000215", "Azure issued no token", "Invalid client secret provided", "trace-7"] {
            assert!(text.contains(part), "the page lacks {part}: {text}");
        }
        assert!(!text.contains(SECRET), "{text}");
    }
    assert!(azure.bearers().is_empty() && managed.asked().is_empty());
    let log = console.logged("no new token for").await;
    assert_eq!(log.matches("no new token for").count(), 1, "{log}");
    assert!(log.contains("AADSTS7000215") && !log.contains(SECRET), "{log}");

    is_corrected.store(true, Ordering::SeqCst);
    shows_backends(&console.page("/g/prod/backends").await);
    assert_eq!(azure.bearers(), ["corrected"]);
    console.logged("again").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_endpoint_that_does_not_answer_is_named() {
    let azure = Azure::start().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let authority = format!("https://{closed}");
    let ids = [("AZURE_TENANT_ID", TENANT), ("AZURE_CLIENT_ID", CLIENT), ("AZURE_CLIENT_SECRET", SECRET)];
    let console = Process::start(&azure, &[&[("AZURE_AUTHORITY_HOST", authority.as_str())], &ids[..]].concat()).await;
    let (status, text) = console.page("/g/prod/backends").await;
    assert_eq!(status, 503, "{text}");
    assert!(text.contains("unavailable") && text.contains(&authority), "{text}");
    assert!(azure.bearers().is_empty());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn developer_tools_answer_where_nothing_else_does() {
    use std::os::unix::fs::PermissionsExt;
    let azure = Azure::start().await;
    let tools = tempfile::tempdir().unwrap();
    let answer = r#"{"accessToken":"of-a-developer","expires_on":4102444800,"tokenType":"Bearer"}"#;
    let script = tools.path().join("az");
    std::fs::write(&script, format!("#!/bin/sh\necho '{answer}'\n")).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    // As in Cloud Shell: no metadata service is looked for, wherever the test runs.
    let shell = ("MSI_ENDPOINT", "http://127.0.0.1:1");
    let console = Process::start(&azure, &[shell, ("PATH", tools.path().to_str().unwrap())]).await;
    shows_backends(&console.page("/g/prod/backends").await);
    assert_eq!(azure.bearers(), ["of-a-developer"]);
    console.logged("Azure CLI answers for").await;

    let nobody = Process::start(&azure, &[shell, ("PATH", "/nowhere")]).await;
    let (status, text) = nobody.page("/g/prod/backends").await;
    assert_eq!(status, 503, "{text}");
    assert!(text.contains("sign in to Azure") && text.contains("no credential is configured"), "{text}");
    nobody.logged("Azure CLI (az not found on PATH)").await;
}
