//! Entra ID as people meet it: where they connect, what a code or a refresh token is exchanged for.
//!
//! Endpoints and answers of the Microsoft identity platform, version 2.0. Keeps nothing, and knows
//! nothing of sessions, pages or databases.

mod claims;
mod error;

pub(crate) use error::{EntraError, Refusal};

use crate::{auth::http::Http, config::AzureAppConfig};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use control::Clock;
use domain::{Timestamp, access::Claims};
use openidconnect::{
    AuthType, AuthUrl, AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EmptyAdditionalClaims,
    EndpointNotSet, EndpointSet, IssuerUrl, JsonWebKeySet, LoginHint, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RefreshToken, Scope, TokenResponse, TokenUrl,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreResponseType,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenResponse,
    },
};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// How long a token counts whose answer does not say it, in seconds.
const UNSAID_LIFETIME_S: u64 = 300;

/// openidconnect's client with Entra ID's own refusals.
type EntraClient = Client<
    EmptyAdditionalClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    Refusal,
    CoreTokenResponse,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointNotSet,
>;

/// One directory, and the application that people connect as.
#[derive(Debug)]
pub(crate) struct Entra {
    config: AzureAppConfig,
    client: EntraClient,
    http: Http,
    clock: Clock,
}

/// What someone is sent to Entra ID with.
#[derive(Debug, Default)]
pub(crate) struct Wish<'a> {
    /// Whose tokens: the Resource Manager.
    pub(crate) arm_url: &'a str,
    /// Who it is likely to be; empty: nobody knows.
    pub(crate) login_hint: &'a str,
    /// What a policy asks for, as a JSON object.
    pub(crate) claims: Option<&'a str>,
    /// They want another account than the one that Entra ID would take.
    pub(crate) is_choice: bool,
}

/// Where someone is sent, and what has to be remembered until they come back.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) url: Url,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
}

/// What Entra ID gave.
pub(crate) struct Granted {
    pub(crate) access: SecretString,
    pub(crate) expires_at: Timestamp,
    /// A refresh gives another one, or none: then the old one goes on.
    pub(crate) refresh: Option<SecretString>,
    /// Of the id token, which came from the token endpoint itself: the connection to it vouches for
    /// it (OpenID Connect Core 1.0, section 3.1.3.7, item 6).
    pub(crate) claims: Option<Claims>,
}

impl std::fmt::Debug for Granted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Granted").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Entra {
    /// `public_url`: where people come back to.
    ///
    /// # Errors
    /// Addresses that can't be put together.
    pub(crate) fn new(config: &AzureAppConfig, public_url: &Url, http: reqwest::Client, clock: Clock) -> Result<Self, url::ParseError> {
        let at = |path: &str| config.authority.join(&format!("/{}/{path}", config.tenant));
        let secret = ClientSecret::new(config.client_secret.expose_secret().to_owned());
        let issuer = IssuerUrl::from_url(at("v2.0")?);
        let client = Client::new(ClientId::new(config.client_id.clone()), issuer, JsonWebKeySet::new(vec![]))
            .set_client_secret(secret)
            .set_auth_type(AuthType::RequestBody)
            .set_redirect_uri(RedirectUrl::from_url(public_url.join("/auth/azure/callback")?))
            .set_auth_uri(AuthUrl::from_url(at("oauth2/v2.0/authorize")?))
            .set_token_uri(TokenUrl::from_url(at("oauth2/v2.0/token")?));
        Ok(Self { config: config.clone(), client, http: Http::new(http), clock })
    }

    pub(crate) fn tenant(&self) -> &str {
        &self.config.tenant
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.config.client_id
    }

    /// Contacts nobody.
    pub(crate) fn begin(&self, wish: &Wish<'_>) -> Begun {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let code_flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let request = self.client.authorize_url(code_flow, CsrfToken::new_random, Nonce::new_random).set_pkce_challenge(challenge);
        let mut request = request.add_scopes(scopes(wish.arm_url)).add_extra_param("claims", claims::asked(wish.claims));
        if wish.is_choice {
            request = request.add_prompt(CoreAuthPrompt::SelectAccount);
        } else if !wish.login_hint.is_empty() {
            request = request.set_login_hint(LoginHint::new(wish.login_hint.to_owned()));
        }
        let (url, state, nonce) = request.url();
        Begun { url, state: state.secret().clone(), nonce: nonce.secret().clone(), verifier: verifier.secret().clone() }
    }

    pub(crate) async fn exchange(&self, code: String, verifier: &str) -> Result<Granted, EntraError> {
        let request = self.client.exchange_code(AuthorizationCode::new(code));
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        let asked = request.add_extra_param("claims", claims::asked(None)).request_async(&self.http).await;
        self.granted(asked.map_err(|error| self.failed(error))?)
    }

    /// `claims`: what Azure asks for beside, as a JSON object.
    pub(crate) async fn refresh(&self, token: &SecretString, arm_url: &str, claims: Option<&str>) -> Result<Granted, EntraError> {
        let token = RefreshToken::new(token.expose_secret().to_owned());
        let request = self.client.exchange_refresh_token(&token).add_scopes(scopes(arm_url));
        let asked = request.add_extra_param("claims", claims::asked(claims)).request_async(&self.http).await;
        self.granted(asked.map_err(|error| self.failed(error))?)
    }

    fn granted(&self, answer: CoreTokenResponse) -> Result<Granted, EntraError> {
        let access = answer.access_token().secret();
        if access.is_empty() {
            return Err(EntraError::NotAToken { address: self.address() });
        }
        let lifetime_s = answer.expires_in().map_or(UNSAID_LIFETIME_S, |lifetime| lifetime.as_secs());
        let lifetime_ms = i64::try_from(lifetime_s.saturating_mul(1000)).unwrap_or(i64::MAX / 2);
        Ok(Granted {
            access: access.clone().into(),
            expires_at: Timestamp(self.clock.now().0.saturating_add(lifetime_ms)),
            refresh: answer.refresh_token().map(|token| token.secret().clone().into()),
            claims: answer.id_token().and_then(|token| payload(&token.to_string())),
        })
    }

    fn failed(&self, error: openidconnect::RequestTokenError<crate::auth::http::HttpError, Refusal>) -> EntraError {
        EntraError::of(self.address(), error, &self.config.client_secret)
    }

    fn address(&self) -> String {
        self.config.authority.origin().ascii_serialization()
    }
}

/// `openid` is asked for by openidconnect itself where someone is sent to Entra ID.
fn scopes(arm_url: &str) -> [Scope; 3] {
    [format!("{arm_url}/user_impersonation"), "offline_access".into(), "profile".into()].map(Scope::new)
}

/// The middle part of a token.
fn payload(token: &str) -> Option<Claims> {
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}
