//! Why a person has no token, for all who wait for the same one.

use crate::azure::{
    entra::EntraError,
    failure::{Failure as Refused, one_line},
};
use apim::TokenError;
use domain::problem::ConnectReason;
use std::{error::Error, sync::Arc};

#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum Failure {
    /// The person has something to do first.
    #[error("the person has to connect: {}", .0.as_str())]
    Connect(ConnectReason),
    /// Entra ID has another reason, or does not answer.
    #[error("{0}")]
    Other(Refused),
    /// The console itself.
    #[error("{0}")]
    Internal(Arc<dyn Error + Send + Sync>),
}

impl Failure {
    pub(super) fn internal(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Arc::new(error))
    }

    pub(super) fn of(error: &EntraError) -> Self {
        match error {
            EntraError::Refused(refusal) => match refusal.reason() {
                Some(why) => Self::Connect(why),
                None => Self::Other(Refused::Refused {
                    status: refusal.status(),
                    code: refusal.code(),
                    message: one_line(&refusal.error_description),
                    request_id: refusal.trace_id.clone(),
                }),
            },
            EntraError::Unavailable { address, reason } => {
                Self::Other(Refused::Unavailable { address: address.clone(), reason: reason.clone() })
            }
            EntraError::NotAToken { address } => Self::Other(Refused::not_a_token(address)),
        }
    }

    /// Whether the token in hand is still good for calls.
    pub(super) fn leaves_the_old_one(&self) -> bool {
        !matches!(self, Self::Connect(_))
    }

    /// Whether Entra ID said it, so that asking again at once would be told the same.
    pub(super) fn is_answer(&self) -> bool {
        matches!(self, Self::Connect(_) | Self::Other(Refused::Refused { .. }))
    }

    pub(super) fn into_token_error(self, gateway: &str) -> TokenError {
        match self {
            Self::Connect(why) => TokenError::NotConnected { gateway: gateway.to_owned(), why },
            Self::Other(failure) => failure.into(),
            Self::Internal(error) => TokenError::Failed(Box::new(error)),
        }
    }
}
