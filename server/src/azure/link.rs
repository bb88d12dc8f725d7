//! The links of the chain, in order: what each needs, where it asks, and whether it was asked for.

mod application;
mod developer;
mod managed;

use super::{
    Environment, SetupError,
    failure::Failure,
    transport::{Prober, Transports},
};
use azure_core::{
    cloud::{CloudConfiguration, CustomConfiguration},
    credentials::{AccessToken, TokenCredential},
    http::{ClientOptions, ExponentialRetryOptions, RetryOptions, Transport},
    time::Duration as AzureDuration,
};
use control::Clock;
use secrecy::SecretString;
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;
use url::Url;

/// One link, its retries included. Below the deadline of the call that waits for the token.
const DEADLINE: Duration = Duration::from_secs(20);

/// What came of asking a link.
#[derive(Debug)]
pub(crate) enum Answer {
    Token(AccessToken),
    /// It does not apply here, and why: the next one is asked.
    Passed(String),
    /// It applies and gave no token: no other may answer in its place.
    Failed(Failure),
}

/// One way to prove who the service is.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) name: &'static str,
    means: Means,
}

#[derive(Debug)]
enum Means {
    Absent(String),
    Present(Present),
}

#[derive(Debug)]
struct Present {
    credential: Arc<dyn TokenCredential>,
    /// Where it asks: an origin, or a command.
    address: String,
    /// The environment names it, so that whatever it answers counts.
    is_configured: bool,
    /// Asked first, where an absent endpoint would cost minutes.
    probe: Option<(Prober, &'static str)>,
    /// Never shown, whatever the endpoint repeats.
    secret: Option<SecretString>,
}

impl Link {
    fn absent(name: &'static str, reason: impl Into<String>) -> Self {
        Self { name, means: Means::Absent(reason.into()) }
    }

    fn present(name: &'static str, present: Present) -> Self {
        Self { name, means: Means::Present(present) }
    }

    pub(crate) async fn ask(&self, scope: &str) -> Answer {
        let present = match &self.means {
            Means::Absent(reason) => return Answer::Passed(reason.clone()),
            Means::Present(present) => present,
        };
        if let Some((prober, url)) = &present.probe
            && let Some(reason) = prober.absence(url).await
        {
            return Answer::Passed(reason);
        }
        match present.token(scope).await {
            Ok(token) => Answer::Token(token),
            Err(failure) if present.is_decisive(&failure) => Answer::Failed(failure),
            Err(failure) => Answer::Passed(failure.to_string()),
        }
    }

    /// A token of a link that has answered before: its failures are the chain's.
    pub(crate) async fn renew(&self, scope: &str) -> Result<AccessToken, Failure> {
        match &self.means {
            Means::Absent(reason) => Err(Failure::SignInRequired(reason.clone())),
            Means::Present(present) => present.token(scope).await,
        }
    }
}

impl Present {
    async fn token(&self, scope: &str) -> Result<AccessToken, Failure> {
        let asked = timeout(DEADLINE, self.credential.get_token(&[scope], None)).await;
        let Ok(answered) = asked else {
            let reason = format!("no answer within {} s", DEADLINE.as_secs());
            return Err(Failure::Unavailable { address: self.address.clone(), reason });
        };
        match answered {
            Ok(token) if token.token.secret().is_empty() => Err(Failure::not_a_token(&self.address)),
            Ok(token) => Ok(token),
            Err(error) => Err(Failure::of(&self.address, &error).without(self.secret.as_ref())),
        }
    }

    /// A machine without an identity (400) and a tool without a sign-in are passed over; a metadata
    /// service that is there and fails is not.
    fn is_decisive(&self, failure: &Failure) -> bool {
        self.is_configured || (self.probe.is_some() && !matches!(failure, Failure::Refused { status: 400, .. }))
    }
}

/// What the links are made of.
struct Parts<'a> {
    environment: &'a Environment,
    transports: &'a Transports,
    clock: &'a Clock,
    authority: Url,
}

/// All links in order, for tokens of this Resource Manager.
pub(crate) fn all(environment: &Environment, transports: &Transports, clock: &Clock, arm_url: &str) -> Result<Vec<Link>, SetupError> {
    let authority = environment.authority.clone().map_or_else(|| authority_of(arm_url), Ok)?;
    let parts = Parts { environment, transports, clock, authority };
    let [cli, developer_cli] = developer::links(&parts)?;
    Ok(vec![application::own(&parts)?, application::workload(&parts)?, managed::link(&parts), cli, developer_cli])
}

/// Each of Azure's clouds has its own Entra ID.
fn authority_of(arm_url: &str) -> Result<Url, SetupError> {
    let authority = match arm_url {
        "https://management.usgovcloudapi.net" => "https://login.microsoftonline.us",
        "https://management.chinacloudapi.cn" => "https://login.chinacloudapi.cn",
        _ => "https://login.microsoftonline.com",
    };
    authority.parse().map_err(|_| SetupError::Refused { variables: "arm_url", message: "has no authority".into() })
}

impl Parts<'_> {
    fn options(&self, transport: &Transport) -> ClientOptions {
        let mut cloud = CustomConfiguration::default();
        cloud.authority_host = self.authority.to_string();
        ClientOptions {
            transport: Some(transport.clone()),
            cloud: Some(Arc::new(CloudConfiguration::Custom(cloud))),
            retry: RetryOptions::exponential(ExponentialRetryOptions {
                max_retries: 2,
                max_total_elapsed: AzureDuration::seconds(10),
                ..Default::default()
            }),
            ..ClientOptions::default()
        }
    }

    /// Errors name the origin of the authority.
    fn entra(&self) -> String {
        self.authority.origin().ascii_serialization()
    }

    /// The application that the environment names; checked when it was read.
    fn application(&self) -> (String, String) {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        (text(&self.environment.tenant), text(&self.environment.client_id))
    }
}

/// What azure_identity refuses before anyone is asked.
fn refused(variables: &'static str) -> impl Fn(azure_core::Error) -> SetupError {
    move |error| SetupError::Refused { variables, message: super::failure::one_line(&error.to_string()) }
}
