//! The identity provider: found by its issuer, asked for tokens, its keys fetched again when it
//! signs with one that is not known yet.

use super::{
    claims::{IdClaims, check_times, payload},
    error::SignInError,
};
use crate::{
    auth::{
        attempts,
        http::{Http, HttpError},
    },
    config::OidcConfig,
};
use control::Clock;
use domain::access::{self, Claims};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout as Metadata, RedirectUrl, Scope, TokenResponse,
    core::{CoreAuthPrompt, CoreClient, CoreIdToken, CoreJsonWebKey, CoreResponseType},
};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use tokio::sync::{Mutex, RwLock};
use url::Url;

/// How long what the provider says of itself is believed without asking again.
const KEPT_MS: u64 = 3_600_000;
/// Between two fetches that an unknown key asks for: made-up keys must not make us hammer it.
const REFETCH_MS: u64 = 10_000;

pub(super) struct Provider {
    issuer: Url,
    /// As it was written.
    issuer_text: String,
    client_id: ClientId,
    client_secret: SecretString,
    scopes: Vec<String>,
    redirect: String,
    role_claim: String,
    http: Http,
    clock: Clock,
    known: RwLock<Option<Known>>,
    /// When the provider last could not be found, and why. Taken only while `known` is being written.
    failed: Mutex<Option<(domain::Timestamp, String)>>,
}

#[derive(Clone)]
struct Known {
    metadata: Arc<Metadata>,
    fetched_at: domain::Timestamp,
    /// When an unknown key last made us ask, whatever the answer. Not the same as `fetched_at`: keys
    /// that are replaced right after we asked for them are to be found at once.
    forced_at: domain::Timestamp,
}

/// One sign-in under way, as the session keeps it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Attempt {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
    pub(super) return_to: String,
    pub(super) begun_at: domain::Timestamp,
    /// The provider was told to show nothing.
    pub(super) is_silent: bool,
}

impl attempts::Attempt for Attempt {
    const KEY: &str = "sign-in";

    fn state(&self) -> &str {
        &self.state
    }

    fn begun_at(&self) -> domain::Timestamp {
        self.begun_at
    }
}

/// Someone whom the provider vouches for.
pub(super) struct Vouched {
    pub(super) claims: Claims,
    pub(super) id_token: String,
}

impl Provider {
    pub(super) fn new(config: &OidcConfig, public_url: &Url, http: reqwest::Client, clock: Clock) -> Self {
        Self {
            issuer: config.issuer.clone(),
            issuer_text: config.issuer_text.clone(),
            client_id: ClientId::new(config.client_id.clone()),
            client_secret: config.client_secret.clone(),
            scopes: config.scopes.clone(),
            redirect: format!("{}/auth/callback", public_url.origin().ascii_serialization()),
            role_claim: config.mapping.claim.clone(),
            http: Http::new(http),
            clock,
            known: RwLock::new(None),
            failed: Mutex::new(None),
        }
    }

    pub(super) fn origin(&self) -> String {
        self.issuer.origin().ascii_serialization()
    }

    pub(super) fn issuer(&self) -> String {
        self.issuer.as_str().trim_end_matches('/').to_owned()
    }

    pub(super) fn client_id(&self) -> &str {
        self.client_id.as_str()
    }

    /// The address that begins a sign-in, and what the session must remember of it.
    pub(super) async fn begin(&self, return_to: String, is_silent: bool) -> Result<(Url, Attempt), SignInError> {
        let metadata = self.metadata(false).await?;
        let client =
            CoreClient::from_provider_metadata((*metadata).clone(), self.client_id.clone(), None).set_redirect_uri(self.redirect()?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let code_flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut request = client.authorize_url(code_flow, CsrfToken::new_random, Nonce::new_random).set_pkce_challenge(challenge);
        for scope in ["profile", "email"].into_iter().chain(self.scopes.iter().map(String::as_str)) {
            request = request.add_scope(Scope::new(scope.to_owned()));
        }
        if is_silent {
            request = request.add_prompt(CoreAuthPrompt::None);
        }
        let (url, state, nonce) = request.url();
        let attempt = Attempt {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            return_to,
            begun_at: self.clock.now(),
            is_silent,
        };
        Ok((url, attempt))
    }

    /// Turns the code into someone, when all of it is right.
    pub(super) async fn finish(&self, code: String, attempt: &Attempt) -> Result<Vouched, SignInError> {
        let metadata = self.metadata(false).await?;
        let secret = ClientSecret::new(self.client_secret.expose_secret().to_owned());
        let client = CoreClient::from_provider_metadata((*metadata).clone(), self.client_id.clone(), Some(secret))
            .set_redirect_uri(self.redirect()?);
        let request = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| self.unavailable(&error))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()));
        let answer = request.request_async(&self.http).await.map_err(|error| self.of_exchange(error))?;
        let token = answer.id_token().ok_or(SignInError::NoIdToken)?;
        let claims = self.verified(&metadata, token, &attempt.nonce, answer.access_token()).await?;
        let mut found = payload(&token.to_string())?;
        check_times(&found, self.clock.now())?;
        if !access::has(&found, &self.role_claim) {
            let user = client.user_info(answer.access_token().clone(), Some(claims.subject().clone()));
            self.add_user_info(user.ok(), &mut found).await?;
        }
        Ok(Vouched { claims: found, id_token: token.to_string() })
    }

    /// The signature and what the token says, with the keys fetched again when it names a new one.
    async fn verified(&self, metadata: &Metadata, token: &CoreIdToken, nonce: &str, access: &AccessToken) -> Result<IdClaims, SignInError> {
        match self.verify(metadata, token, nonce, access) {
            Err(SignInError::Token { detail }) if detail.contains("No matching key") || detail.contains("Signature") => {
                let fresh = self.metadata(true).await?;
                self.verify(&fresh, token, nonce, access)
            }
            other => other,
        }
    }

    fn verify(&self, metadata: &Metadata, token: &CoreIdToken, nonce: &str, access: &AccessToken) -> Result<IdClaims, SignInError> {
        let client = CoreClient::from_provider_metadata(metadata.clone(), self.client_id.clone(), None);
        let now = self.clock.now();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(super::claims::algorithms())
            .set_time_fn(move || super::claims::earliest(now))
            .set_issue_time_verifier_fn(move |issued| super::claims::issued_in_time(issued, now));
        let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned())).map_err(|error| refused(&error))?;
        // Where the provider binds the access token to the id token, the binding must hold.
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|error| refused(&error))?;
            let key = token.signing_key(&verifier).map_err(|error| refused(&error))?;
            let actual = AccessTokenHash::from_token(access, algorithm, key).map_err(|error| refused(&error))?;
            if actual != *expected {
                return Err(SignInError::Token { detail: "it belongs to another access token".into() });
            }
        }
        Ok(claims.clone())
    }

    async fn add_user_info(
        &self,
        request: Option<openidconnect::UserInfoRequest<'_, openidconnect::core::CoreJweContentEncryptionAlgorithm, CoreJsonWebKey>>,
        found: &mut Claims,
    ) -> Result<(), SignInError> {
        let Some(request) = request else { return Ok(()) };
        type Everything = openidconnect::UserInfoClaims<super::claims::Others, openidconnect::core::CoreGenderClaim>;
        let user: Everything = request
            .require_signed_response(false)
            .request_async(&self.http)
            .await
            .map_err(|error| SignInError::UserInfo { detail: super::claims::chain(&error) })?;
        for (name, value) in super::claims::as_map(&user) {
            found.entry(name).or_insert(value);
        }
        Ok(())
    }

    /// Where signing out goes on to, when the provider has such a place.
    pub(super) async fn end_session(&self, id_token: Option<&str>) -> Option<Url> {
        let metadata = self.metadata(false).await.ok()?;
        let mut url = metadata.additional_metadata().end_session_endpoint.as_ref()?.url().clone();
        let back = self.redirect.replace("/auth/callback", "/auth/logout?done=1");
        url.query_pairs_mut().append_pair("client_id", self.client_id.as_str()).append_pair("post_logout_redirect_uri", &back);
        if let Some(token) = id_token {
            url.query_pairs_mut().append_pair("id_token_hint", token);
        }
        Some(url)
    }

    /// The keys that sign logout tokens; `is_fresh` asks the provider again.
    pub(super) async fn keys(&self, is_fresh: bool) -> Result<Vec<CoreJsonWebKey>, SignInError> {
        let metadata = self.metadata(is_fresh).await?;
        Ok(metadata.jwks().keys().clone())
    }

    /// What the provider says of itself. `is_forced`: what is known does not do.
    async fn metadata(&self, is_forced: bool) -> Result<Arc<Metadata>, SignInError> {
        let asked_at = self.clock.now();
        let is_fresh = |known: &Known| match is_forced {
            true => self.clock.now().millis_since(known.forced_at) < REFETCH_MS,
            false => self.clock.now().millis_since(known.fetched_at) < KEPT_MS,
        };
        if let Some(known) = self.known.read().await.as_ref().filter(|known| is_fresh(known)) {
            return Ok(known.metadata.clone());
        }
        let mut known = self.known.write().await;
        if let Some(known) = known.as_ref().filter(|known| is_fresh(known)) {
            return Ok(known.metadata.clone()); // someone else asked while this waited
        }
        let mut failed = self.failed.lock().await;
        let patience = if is_forced { REFETCH_MS } else { 0 };
        if let Some((at, detail)) = failed.as_ref()
            && (*at > asked_at || self.clock.now().millis_since(*at) < patience)
        {
            return Err(SignInError::Unavailable { issuer: self.issuer(), detail: detail.clone() }); // likewise, in vain
        }
        match Metadata::discover_async(self.issuer_url()?, &self.http).await {
            Ok(found) => {
                let now = self.clock.now();
                let forced_at = if is_forced { now } else { known.as_ref().map(|known| known.forced_at).unwrap_or_default() };
                let found = Known { metadata: Arc::new(found), fetched_at: now, forced_at };
                (*known, *failed) = (Some(found.clone()), None);
                Ok(found.metadata)
            }
            Err(error) => {
                let detail = super::claims::chain(&error);
                tracing::warn!(issuer = %self.issuer, error = detail, "the identity provider was not found");
                *failed = Some((self.clock.now(), detail));
                Err(self.unavailable(&error))
            }
        }
    }

    fn issuer_url(&self) -> Result<IssuerUrl, SignInError> {
        IssuerUrl::new(self.issuer_text.clone()).map_err(|error| self.unavailable(&error))
    }

    fn redirect(&self) -> Result<RedirectUrl, SignInError> {
        RedirectUrl::new(self.redirect.clone()).map_err(|error| self.unavailable(&error))
    }

    fn unavailable(&self, error: &dyn std::error::Error) -> SignInError {
        SignInError::Unavailable { issuer: self.issuer(), detail: super::claims::chain(error) }
    }

    fn of_exchange(&self, error: impl std::error::Error) -> SignInError {
        let detail = super::claims::chain(&error);
        match error.source().is_some_and(|source| source.is::<HttpError>()) {
            true => SignInError::Unavailable { issuer: self.issuer(), detail },
            false => SignInError::Code { detail },
        }
    }
}

fn refused(error: &dyn std::error::Error) -> SignInError {
    SignInError::Token { detail: super::claims::chain(error) }
}
