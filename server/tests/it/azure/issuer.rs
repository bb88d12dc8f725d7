//! A token endpoint over loopback, with or without TLS, that remembers what it was asked.

use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedRwLockWriteGuard, RwLock},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{self, ServerConfig, pki_types::PrivateKeyDer},
    server::TlsStream,
};
use tokio_util::task::TaskTracker;

/// One request: query and form together.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    pub parameters: HashMap<String, String>,
    pub headers: HashMap<String, String>,
}

type Answering = dyn Fn(usize) -> (u16, Value) + Send + Sync;

#[derive(Clone)]
pub struct Issuer {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    answering: Arc<Answering>,
    gate: Arc<RwLock<()>>,
}

impl Issuer {
    /// As a managed identity's endpoint; `answering` gets the number of the request, from 1.
    pub async fn plain(answering: impl Fn(usize) -> (u16, Value) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = Self::at(&format!("http://{}", listener.local_addr().unwrap()), answering);
        let router = issuer.router();
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await });
        issuer
    }

    /// As Entra ID, with a certificate of this authority.
    pub async fn secure(authority: &Authority, answering: impl Fn(usize) -> (u16, Value) + Send + Sync + 'static) -> Self {
        let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = Self::at(&format!("https://{}", tcp.local_addr().unwrap()), answering);
        let router = issuer.router();
        let listener = TlsListener { tcp, acceptor: authority.acceptor() };
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await });
        issuer
    }

    fn at(url: &str, answering: impl Fn(usize) -> (u16, Value) + Send + Sync + 'static) -> Self {
        Self { url: url.to_owned(), asked: Arc::default(), answering: Arc::new(answering), gate: Arc::default() }
    }

    fn router(&self) -> Router {
        Router::new().fallback(answer).with_state(self.clone())
    }

    /// Nobody is answered until this is dropped.
    pub async fn hold(&self) -> OwnedRwLockWriteGuard<()> {
        self.gate.clone().write_owned().await
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn answer(State(issuer): State<Issuer>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let query = parts.uri.query().unwrap_or_default();
    let pairs = |text: &[u8]| url::form_urlencoded::parse(text).into_owned().collect::<Vec<_>>();
    let header =
        |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| (name.to_string(), value.to_str().unwrap().to_owned());
    let asked = Asked {
        path: parts.uri.path().to_owned(),
        parameters: pairs(query.as_bytes()).into_iter().chain(pairs(&body)).collect(),
        headers: parts.headers.iter().map(header).collect(),
    };
    let count = {
        let mut all = issuer.asked.lock().unwrap();
        all.push(asked);
        all.len()
    };
    let _open = issuer.gate.read().await;
    let (status, value) = (issuer.answering)(count);
    (StatusCode::from_u16(status).unwrap(), axum::Json(value)).into_response()
}

/// What Entra ID answers.
pub fn entra_token(token: &str) -> (u16, Value) {
    (200, json!({ "token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": token }))
}

/// What App Service answers.
pub fn managed_token(token: &str, lifetime_s: u64) -> (u16, Value) {
    #[allow(clippy::disallowed_methods, reason = "the console under test has the system's clock")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let expires_on = (now + lifetime_s).to_string();
    (200, json!({ "access_token": token, "expires_on": expires_on, "token_type": "Bearer", "resource": "https://management.azure.com" }))
}

/// A certificate authority that only these tests trust.
pub struct Authority {
    certificate: rcgen::Certificate,
    issuer: rcgen::Issuer<'static, KeyPair>,
}

impl Authority {
    pub fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self { certificate: params.self_signed(&key).unwrap(), issuer: rcgen::Issuer::new(params, key) }
    }

    /// For `SSL_CERT_FILE`.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    fn acceptor(&self) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.tcp.accept().await.unwrap();
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}
