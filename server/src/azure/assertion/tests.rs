use super::*;
use aws_lc_rs::signature::{RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256, PublicKeyData, RsaKeySize};
use serde_json::Value;

fn rsa() -> KeyPair {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap()
}

fn certificate_of(key: &KeyPair) -> rcgen::Certificate {
    CertificateParams::new(vec!["console.test".to_owned()]).unwrap().self_signed(key).unwrap()
}

/// The certificate in a file with this text, or why there is none.
fn read(text: &str) -> Result<Certificate, String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Certificate::read(file.path()).map_err(|error| error.to_string())
}

fn part(token: &str, index: usize) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token.split('.').nth(index).unwrap()).unwrap()
}

fn assertion(is_chain_sent: bool) -> CertificateAssertion {
    CertificateAssertion {
        path: PathBuf::new(),
        client_id: "me".into(),
        audience: "https://login.test/tenant/oauth2/v2.0/token".into(),
        is_chain_sent,
        clock: Clock::system(),
    }
}

#[test]
fn a_statement_is_signed_by_the_key_of_the_certificate_that_it_names() {
    let (key, other) = (rsa(), rsa());
    let own = certificate_of(&key);
    // The issuer's certificate may come first: the key decides which one is meant.
    let text = format!("{}{}{}", certificate_of(&other).pem(), own.pem(), key.serialize_pem());
    let token = assertion(true).signed(&read(&text).unwrap(), Timestamp(1_000_000_500)).unwrap();

    let header: Value = serde_json::from_slice(&part(&token, 0)).unwrap();
    let thumbprint = URL_SAFE_NO_PAD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, own.der()));
    assert_eq!((header["alg"].as_str(), header["x5t#S256"].as_str()), (Some("PS256"), Some(thumbprint.as_str())));
    assert_eq!(header["x5c"].as_array().unwrap().len(), 2);
    let claims: Value = serde_json::from_slice(&part(&token, 1)).unwrap();
    assert_eq!((&claims["iss"], &claims["sub"], &claims["nbf"]), (&json!("me"), &json!("me"), &json!(1_000_000)));
    assert_eq!((&claims["aud"], &claims["exp"]), (&json!("https://login.test/tenant/oauth2/v2.0/token"), &json!(1_000_600)));
    let signed = token.rsplit_once('.').unwrap().0;
    let public = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, key.der_bytes());
    public.verify(signed.as_bytes(), &part(&token, 2)).unwrap();
}

#[test]
fn the_chain_is_sent_when_asked_for_only() {
    let key = rsa();
    let certificate = read(&format!("{}{}", key.serialize_pem(), certificate_of(&key).pem())).unwrap();
    let token = assertion(false).signed(&certificate, Timestamp(0)).unwrap();
    let header: Value = serde_json::from_slice(&part(&token, 0)).unwrap();
    assert!(header.get("x5c").is_none(), "{header}");
}

#[test]
fn a_file_that_is_no_client_certificate_says_what_is_wrong() {
    let (key, other) = (rsa(), rsa());
    let curve = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let own = certificate_of(&key).pem();
    let refused = |text: String| read(&text).unwrap_err();
    assert!(refused(own.clone()).contains("has no private key"));
    assert!(refused("nothing".into()).contains("has no private key"));
    assert!(refused(key.serialize_pem()).contains("has no certificate"));
    assert!(refused(format!("{own}{}", other.serialize_pem())).contains("belongs to its private key"));
    assert!(refused(format!("{}{}", certificate_of(&curve).pem(), curve.serialize_pem())).contains("no RSA key"));
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    assert!(refused(format!("{own}{encrypted}")).contains("is encrypted"));
    let missing = Certificate::read("/nowhere/client.pem").unwrap_err().to_string();
    assert!(missing.starts_with("/nowhere/client.pem can't be read"), "{missing}");
}
