//! An identity provider and Entra ID in one, over loopback: people sign in here and connect to Azure
//! here. It checks what it is sent as the real ones do, rotates refresh tokens, and can be told to
//! answer something else.

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_util::task::TaskTracker;

pub const TENANT: &str = "11111111-0000-0000-0000-000000000000";
pub const CLIENT: &str = "22222222-0000-0000-0000-000000000000";
pub const SECRET: &str = "s3cret~of-the-registration";

/// What one asked of the token endpoint.
pub type Asked = HashMap<String, String>;

#[derive(Clone)]
pub struct Directory {
    pub url: String,
    key: Arc<EcdsaKeyPair>,
    entra: Arc<Mutex<Entra>>,
    /// Answers to refreshes wait for one of these.
    open: Arc<Semaphore>,
}

struct Entra {
    asked: Vec<Asked>,
    /// Answers in place of honest ones, to refreshes and codes alike.
    answers: VecDeque<(u16, Value)>,
    /// Refresh tokens that are good for one more use.
    refresh: HashSet<String>,
    issued: u32,
    lifetime_s: u64,
    tenant: String,
    has_id_token: bool,
}

impl Directory {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let entra = Entra {
            asked: vec![],
            answers: VecDeque::new(),
            refresh: HashSet::new(),
            issued: 0,
            lifetime_s: 3600,
            tenant: TENANT.into(),
            has_id_token: true,
        };
        let directory = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            key: Arc::new(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()),
            entra: Arc::new(Mutex::new(entra)),
            open: Arc::new(Semaphore::new(1000)),
        };
        let router = Router::new().fallback(answer).with_state(directory.clone());
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await });
        directory
    }

    /// Everything that was asked of Entra ID's token endpoint.
    pub fn asked(&self) -> Vec<Asked> {
        self.entra.lock().unwrap().asked.clone()
    }

    pub fn refreshes(&self) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| asked["grant_type"] == "refresh_token").collect()
    }

    /// The next answer, whatever is asked.
    pub fn will_answer(&self, status: u16, value: Value) {
        self.entra.lock().unwrap().answers.push_back((status, value));
    }

    /// Of access tokens from now on. 0: each call needs a new one.
    pub fn set_lifetime(&self, seconds: u64) {
        self.entra.lock().unwrap().lifetime_s = seconds;
    }

    pub fn set_tenant(&self, tenant: &str) {
        self.entra.lock().unwrap().tenant = tenant.into();
    }

    pub fn leave_out_id_tokens(&self) {
        self.entra.lock().unwrap().has_id_token = false;
    }

    /// No refresh token is good any more.
    pub fn revoke_all(&self) {
        self.entra.lock().unwrap().refresh.clear();
    }

    /// Refreshes wait until they are let go.
    pub fn hold(&self) {
        self.open.forget_permits(1000);
    }

    pub fn let_go(&self) {
        self.open.add_permits(1000);
    }

    fn token_of_provider(&self, form: &Asked) -> (u16, Value) {
        let (person, nonce) = form["code"].split_once('|').unwrap();
        let id_token = self.signed(&json!({
            "iss": self.url, "aud": "console", "sub": person, "nonce": nonce, "iat": now_s(), "exp": now_s() + 600,
            "name": person, "preferred_username": format!("{person}@contoso.test"), "roles": ["admins"],
        }));
        (200, json!({ "access_token": "of-the-provider", "token_type": "Bearer", "expires_in": 600, "id_token": id_token }))
    }

    async fn token_of_entra(&self, form: Asked) -> (u16, Value) {
        self.entra.lock().unwrap().asked.push(form.clone());
        if form["grant_type"] == "refresh_token" {
            self.open.acquire().await.unwrap().forget();
            self.open.add_permits(1);
        }
        let mut entra = self.entra.lock().unwrap();
        if let Some(answer) = entra.answers.pop_front() {
            return answer;
        }
        if (form["client_id"].as_str(), form["client_secret"].as_str()) != (CLIENT, SECRET) {
            return (401, json!({ "error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided." }));
        }
        let (person, nonce) = match form["grant_type"].as_str() {
            "authorization_code" => {
                let parts: Vec<_> = form["code"].split('|').collect();
                let [person, nonce, challenge] = parts.as_slice() else { panic!("no code: {form:?}") };
                let proof = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, form["code_verifier"].as_bytes()));
                assert_eq!(proof, *challenge, "the verifier belongs to the challenge");
                assert!(form["redirect_uri"].ends_with("/auth/azure/callback"), "{form:?}");
                ((*person).to_owned(), (*nonce).to_owned())
            }
            _ => {
                let token = form["refresh_token"].as_str();
                if !entra.refresh.remove(token) {
                    let codes = [50_173];
                    let text = "AADSTS50173: The provided grant has expired due to it being revoked. Trace ID: t";
                    return (400, json!({ "error": "invalid_grant", "error_description": text, "error_codes": codes, "trace_id": "t" }));
                }
                (token.split('-').nth(1).unwrap().to_owned(), String::new())
            }
        };
        entra.issued += 1;
        let number = entra.issued;
        let refresh = format!("refresh-{person}-{number}-only-for-the-server");
        entra.refresh.insert(refresh.clone());
        let claims = json!({
            "aud": CLIENT, "iss": format!("{}/{}/v2.0", self.url, entra.tenant), "nonce": nonce, "tid": entra.tenant,
            "preferred_username": format!("{person}@contoso.test"), "sub": person, "iat": now_s(), "exp": now_s() + 600,
        });
        let mut answer = json!({
            "token_type": "Bearer", "expires_in": entra.lifetime_s, "access_token": format!("azure-{person}-{number}"), "refresh_token": refresh,
        });
        if entra.has_id_token {
            answer["id_token"] = self.signed(&claims).into();
        }
        (200, answer)
    }

    fn signed(&self, claims: &Value) -> String {
        let encoded = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let message = format!("{}.{}", encoded(&json!({ "alg": "ES256", "typ": "JWT", "kid": "1" })), encoded(claims));
        let signature = self.key.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn keys(&self) -> Value {
        let point = self.key.public_key().as_ref();
        let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "1", "x": part(1..33), "y": part(33..65) }] })
    }

    fn metadata(&self) -> Value {
        json!({
            "issuer": self.url, "authorization_endpoint": format!("{}/authorize", self.url), "token_endpoint": format!("{}/token", self.url),
            "jwks_uri": format!("{}/keys", self.url), "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        })
    }
}

async fn answer(State(directory): State<Directory>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let form: Asked = url::form_urlencoded::parse(&body).into_owned().collect();
    let (status, value) = match parts.uri.path() {
        "/.well-known/openid-configuration" => (200, directory.metadata()),
        "/keys" => (200, directory.keys()),
        "/token" => directory.token_of_provider(&form),
        path if path == format!("/{TENANT}/oauth2/v2.0/token") => directory.token_of_entra(form).await,
        path => panic!("nobody asks for {path}"),
    };
    (StatusCode::from_u16(status).unwrap(), axum::Json(value)).into_response()
}

fn now_s() -> u64 {
    #[allow(clippy::disallowed_methods, reason = "the console under test has the system's clock")]
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
