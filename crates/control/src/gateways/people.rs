//! Gateways that Azure sees called by the person: a client for each, made when they first come.

use super::Connected;
use apim::{TokenError, TokenSource};
use async_trait::async_trait;
use domain::problem::ConnectReason;
use secrecy::SecretString;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Clients that are kept; those that have not been used for longest go first.
const MOST: usize = 256;

/// Whom Azure is called as.
pub enum Caller {
    /// The same identity, whoever asks.
    Everyone(Arc<dyn TokenSource>),
    /// The person who asks. `background`: what jobs use that nobody asked for; without it they leave
    /// Azure alone.
    Person { tokens: PersonTokens, background: Option<Arc<dyn TokenSource>> },
}

type TokensOf = dyn Fn(&str) -> Arc<dyn TokenSource> + Send + Sync;

/// The tokens of a person, by their id, for one gateway.
#[derive(Clone)]
pub struct PersonTokens(Arc<TokensOf>);

impl PersonTokens {
    pub fn new(tokens: impl Fn(&str) -> Arc<dyn TokenSource> + Send + Sync + 'static) -> Self {
        Self(Arc::new(tokens))
    }
}

impl Caller {
    /// The token for whatever has no person, and how people get theirs.
    pub(super) fn split(self, gateway: &str, throttles: &apim::Throttles) -> (Arc<dyn TokenSource>, Option<People>) {
        match self {
            Self::Everyone(token) => (token, None),
            Self::Person { tokens, background } => {
                let people = People { tokens, has_background: background.is_some(), throttles: throttles.clone(), kept: Mutex::default() };
                let nobody = || Arc::new(Nobody { gateway: gateway.to_owned() }) as Arc<dyn TokenSource>;
                (background.unwrap_or_else(nobody), Some(people))
            }
        }
    }
}

pub(super) struct People {
    tokens: PersonTokens,
    pub(super) has_background: bool,
    throttles: apim::Throttles,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Counts uses: the order in which clients were used last.
    uses: u64,
    by_person: HashMap<String, (u64, Arc<Connected>)>,
}

impl People {
    /// The gateway as this person calls it.
    pub(super) fn connected(&self, common: &Connected, person_id: &str) -> Arc<Connected> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        if let Some((used, connected)) = kept.by_person.get_mut(person_id) {
            *used = now;
            return connected.clone();
        }
        if kept.by_person.len() >= MOST {
            let oldest = kept.by_person.iter().min_by_key(|(_, (used, _))| *used).map(|(id, _)| id.clone());
            oldest.map(|id| kept.by_person.remove(&id));
        }
        let arm = common.arm.called_as((self.tokens.0)(person_id)).throttled_by(&self.throttles);
        let connected = Arc::new(Connected { arm, ..common.clone() });
        kept.by_person.insert(person_id.to_owned(), (now, connected.clone()));
        connected
    }
}

/// Has no token, ever.
#[derive(Debug)]
struct Nobody {
    gateway: String,
}

#[async_trait]
impl TokenSource for Nobody {
    async fn token(&self) -> Result<SecretString, TokenError> {
        Err(TokenError::NotConnected { gateway: self.gateway.clone(), why: ConnectReason::New })
    }

    fn principal(&self) -> &str {
        "nobody"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Clock, GatewaySettings, Op,
        gateways::{Gateway, Gateways},
    };
    use apim::{ApiVersions, ServiceAddress, StaticToken};
    use domain::{Actor, Role};

    const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000001";

    fn token(principal: &str) -> Arc<dyn TokenSource> {
        Arc::new(StaticToken::new(principal, "t".to_owned().into()))
    }

    /// One gateway, `prod`, that is called as the person.
    fn gateways(background: Option<Arc<dyn TokenSource>>) -> Gateways {
        let info = Gateway {
            name: "prod".into(),
            service: "contoso".into(),
            resource_group: "ai".into(),
            subscription_id: SUBSCRIPTION.into(),
            arm_url: "https://arm.test".into(),
            gateway_url: "https://gateway.test".into(),
            is_emulator: false,
            is_read_only: false,
        };
        let address = ServiceAddress::new("https://arm.test".parse().unwrap(), SUBSCRIPTION, "ai", "contoso").unwrap();
        let caller = Caller::Person { tokens: PersonTokens::new(|id| token(&format!("user {id}"))), background };
        let settings = GatewaySettings { info, address, versions: ApiVersions::default(), caller, deployments: vec![] };
        Gateways::new(vec![settings], &apim::http_client().unwrap())
    }

    fn as_person(gateways: &Gateways, id: &str) -> Arc<Connected> {
        let actor = Actor { id: id.into(), name: id.into(), role: Role::Admin };
        gateways.on_behalf(&Op::new(actor, "test", Clock::system()), "prod").unwrap()
    }

    #[test]
    fn each_person_has_a_client_of_their_own_over_what_all_share() {
        let gateways = gateways(None);
        let (ann, bob) = (as_person(&gateways, "ann"), as_person(&gateways, "bob"));
        assert_eq!((ann.arm.principal(), bob.arm.principal()), ("user ann", "user bob"));
        assert!(Arc::ptr_eq(&ann, &as_person(&gateways, "ann")), "made once");
        assert!(Arc::ptr_eq(&ann.sweeps, &bob.sweeps) && Arc::ptr_eq(&ann.turns, &bob.turns), "a change of hers makes his readings old");
        for number in 0..2 * MOST {
            as_person(&gateways, &number.to_string());
            as_person(&gateways, "ann");
        }
        assert!(Arc::ptr_eq(&ann, &as_person(&gateways, "ann")), "who comes often stays");
        assert!(!Arc::ptr_eq(&bob, &as_person(&gateways, "bob")), "and nobody piles up");
    }

    #[tokio::test]
    async fn jobs_have_the_credential_for_them_or_none() {
        let with = gateways(Some(token("service")));
        assert_eq!(with.in_background("prod").unwrap().unwrap().arm.principal(), "service");
        let without = gateways(None);
        assert!(without.in_background("prod").unwrap().is_none());
        let call = apim::CallContext { request_id: "test".into() };
        let refused = without.find("prod").unwrap().arm.list_backends(&call).await.unwrap_err();
        assert!(matches!(refused, apim::Error::Token(TokenError::NotConnected { .. })), "nobody's token is nobody's: {refused:?}");
    }
}
