//! An identity provider in this process, as far as a sign-in needs one: who it is, its key, and tokens
//! for the person that the code names.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use axum::{
    Json, Router,
    extract::{Form, State},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

pub const CLIENT_ID: &str = "console";

#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    key: Arc<EcdsaKeyPair>,
    issued: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    /// It ends with the test's runtime.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let provider = Self { issuer: format!("http://{}", listener.local_addr().unwrap()), key: Arc::new(key), issued: Arc::default() };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// The id tokens that it gave, oldest first.
    pub fn issued(&self) -> Vec<String> {
        self.issued.lock().unwrap().clone()
    }

    /// What it would send the browser back with, once this person has signed in.
    pub fn code(name: &str, roles: &[&str], nonce: &str) -> String {
        encoded(json!({ "sub": name, "name": name, "roles": roles, "nonce": nonce }).to_string())
    }
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn describe(State(provider): State<Provider>) -> Json<Value> {
    let issuer = &provider.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "end_session_endpoint": format!("{issuer}/end"),
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    // An uncompressed point: 4, x, y.
    let (x, y) = provider.key.public_key().as_ref()[1..].split_at(32);
    Json(json!({ "keys": [{ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "1", "x": encoded(x), "y": encoded(y) }] }))
}

async fn token(State(provider): State<Provider>, Form(form): Form<HashMap<String, String>>) -> Json<Value> {
    let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&form["code"]).unwrap()).unwrap();
    #[allow(clippy::disallowed_methods, reason = "the console under test has the system's clock")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    for (name, value) in [
        ("iss", json!(provider.issuer)),
        ("aud", json!(CLIENT_ID)),
        ("iat", json!(now)),
        ("exp", json!(now + 300)),
        ("sid", claims["sub"].clone()),
    ] {
        claims[name] = value;
    }
    let head = encoded(json!({ "alg": "ES256", "kid": "1" }).to_string());
    let signed = format!("{head}.{}", encoded(claims.to_string()));
    let signature = provider.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    let id_token = format!("{signed}.{}", encoded(signature));
    provider.issued.lock().unwrap().push(id_token.clone());
    Json(json!({ "access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": id_token }))
}
