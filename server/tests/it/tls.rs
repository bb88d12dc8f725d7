//! Encrypted by the console itself.

use crate::harness::{Answer, Console};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use reqwest::{Certificate, Client};
use server::{Config, Running, config::Flags};
use std::{fs, path::Path, time::SystemTime};

/// A certificate for loopback in these files; gives the authority that vouches for it.
fn issue(dir: &Path) -> String {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(params, authority_key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    fs::write(dir.join("key.pem"), key.serialize_pem()).unwrap();
    fs::write(dir.join("cert.pem"), certificate.pem()).unwrap();
    authority.pem()
}

fn trusting(authority: &str) -> Client {
    let authority = Certificate::from_pem(authority.as_bytes()).unwrap();
    Client::builder().no_proxy().tls_certs_only([authority]).build().unwrap()
}

fn files(dir: &Path) -> [(&'static str, String); 2] {
    [("tls.cert_file", "cert.pem"), ("tls.key_file", "key.pem")].map(|(key, name)| (key, dir.join(name).display().to_string()))
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_encrypted_and_a_renewed_certificate_is_used() {
    let dir = tempfile::tempdir().unwrap();
    let first = issue(dir.path());
    let files = files(dir.path());
    let settings: Vec<_> = files.iter().map(|(key, path)| (*key, path.as_str())).collect();
    let console = Console::with(&settings).await;
    let url = console.url("/g/local/backends");
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");
    let page = Answer::of(trusting(&first).get(&url).send().await.unwrap()).await.expect(200);
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
    assert!(console.http.get(&url).send().await.is_err(), "nobody vouches for it elsewhere");
    assert!(console.http.get(url.replace("https:", "http:")).send().await.is_err(), "not in clear");

    let second = issue(dir.path());
    let changed = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1);
    fs::File::options().write(true).open(dir.path().join("cert.pem")).unwrap().set_modified(changed).unwrap();
    Answer::of(trusting(&second).get(&url).send().await.unwrap()).await.expect(200);
    // One that can't be used leaves the one before.
    fs::write(dir.path().join("cert.pem"), "nothing").unwrap();
    Answer::of(trusting(&second).get(&url).send().await.unwrap()).await.expect(200);
    console.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_wrong_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let refusal = async |settings: &[(&'static str, String)]| {
        let data = dir.path().join("data").display().to_string();
        let mut flags = Flags::default().with("listen", Some("127.0.0.1:0")).with("no_emulator", Some("true")).with("data_dir", Some(data));
        for (key, value) in settings {
            flags = flags.with(key, Some(value.clone()));
        }
        match Config::load(&flags, |_| None) {
            Err(error) => error.to_string(),
            Ok(config) => Running::start(config).await.err().map(|error| error.to_string()).unwrap_or_default(),
        }
    };
    let both = files(dir.path());
    let alone = refusal(&both[..1]).await;
    assert!(alone.contains("needs `tls.key_file`"), "{alone}");
    let missing = refusal(&both).await;
    assert!(missing.starts_with("tls.cert_file: ") && missing.contains("cert.pem can't be read"), "{missing}");
    issue(dir.path());
    fs::write(dir.path().join("key.pem"), KeyPair::generate().unwrap().serialize_pem()).unwrap();
    let foreign = refusal(&both).await;
    assert!(foreign.starts_with("tls.key_file: ") && foreign.contains("does not belong to the certificate"), "{foreign}");
    fs::write(dir.path().join("cert.pem"), "").unwrap();
    let empty = refusal(&both).await;
    assert!(empty.contains("holds no certificate"), "{empty}");
}
