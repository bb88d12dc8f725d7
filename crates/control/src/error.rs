//! What a use case can fail with, and how a page is told.

use domain::{
    FieldError, Operation, Problem, ProblemCode, Upstream,
    problem::{Conflict, Connect, Denied},
    resource::Kind,
};
use std::sync::Arc;

/// Cloneable, since one reading of Azure may be awaited by many.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    #[error("{kind} {name} was not found")]
    NotFound { kind: &'static str, name: String },
    #[error("{} needs more than this role has", .operation.id())]
    Forbidden { operation: Operation },
    #[error("{gateway} is read-only")]
    ReadOnly { gateway: String },
    #[error("{} fields are invalid", .0.len())]
    Invalid(Vec<FieldError>),
    /// The same in Azure's words.
    #[error("refused with {}", .upstream.code)]
    Rejected { fields: Vec<FieldError>, upstream: Upstream },
    #[error("the resource changed since it was read")]
    Conflict(Box<Conflict>),
    #[error("throttled")]
    Throttled { retry_after_s: Option<u32>, upstream: Upstream },
    /// Azure says that what the call was about, or what it belongs to, does not exist.
    #[error("missing: {}", .0.message)]
    Missing(Upstream),
    #[error("refused with {}", .0.code)]
    Upstream(Upstream),
    #[error("no answer from {address}")]
    Unavailable { address: String },
    /// There is no token to call Azure with, and no address that could be blamed.
    #[error("no token: {0}")]
    NoToken(String),
    /// Azure is called as the person here, and there is no connection that it takes.
    #[error("{} is not connected as this person: {}", .0.gateway, .0.why.as_str())]
    NotConnected(Connect),
    /// A change was sent and its answer was lost.
    #[error("outcome unknown")]
    OutcomeUnknown { address: Option<String>, upstream: Option<Upstream> },
    /// A failure of a call that the audit knows.
    #[error("{source}")]
    Audited { source: Box<Error>, audit_id: String },
    #[error("{context}: {source}")]
    Internal { context: &'static str, source: Arc<dyn std::error::Error + Send + Sync> },
}

impl Error {
    pub(crate) fn internal(context: &'static str, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal { context, source: Arc::new(source) }
    }

    /// The failure itself, without its audit entry.
    pub fn root(&self) -> &Error {
        match self {
            Self::Audited { source, .. } => source.root(),
            other => other,
        }
    }

    pub fn code(&self) -> ProblemCode {
        match self.root() {
            Self::NotFound { .. } | Self::Missing(_) => ProblemCode::NotFound,
            Self::Forbidden { .. } | Self::ReadOnly { .. } => ProblemCode::Forbidden,
            Self::Invalid(_) | Self::Rejected { .. } => ProblemCode::Invalid,
            Self::Conflict(_) => ProblemCode::Conflict,
            Self::Throttled { .. } => ProblemCode::Throttled,
            Self::Upstream(_) => ProblemCode::Upstream,
            Self::Unavailable { .. } | Self::NoToken(_) => ProblemCode::Unavailable,
            Self::NotConnected(_) => ProblemCode::NotConnected,
            Self::OutcomeUnknown { .. } => ProblemCode::Unknown,
            Self::Internal { .. } | Self::Audited { .. } => ProblemCode::Internal,
        }
    }

    /// What the browser may know. Internal causes go to the log, once, here.
    pub fn problem(&self, request_id: &str) -> Problem {
        if let Self::Internal { context, source } = self.root() {
            tracing::error!(request_id, context, error = %chain(source.as_ref()), "internal error");
        }
        let mut problem = match self.root() {
            Self::Invalid(fields) | Self::Rejected { fields, .. } => Problem::invalid(fields.clone()),
            root => Problem::new(root.code(), root.message()),
        };
        problem.request_id = request_id.to_owned();
        match self.root() {
            Self::Conflict(conflict) => problem.conflict = Some(conflict.clone()),
            Self::Throttled { retry_after_s, upstream } => {
                problem.retry_after_s = *retry_after_s;
                problem.upstream = Some(upstream.clone());
            }
            Self::Missing(upstream) | Self::Upstream(upstream) => {
                problem.denied = if upstream.status == 403 { Denied::of(&upstream.message).map(Box::new) } else { None };
                problem.upstream = Some(upstream.clone());
            }
            Self::Rejected { upstream, .. } => problem.upstream = Some(upstream.clone()),
            Self::NotConnected(connect) => problem.connect = Some(Box::new(connect.clone())),
            Self::Unavailable { address } => problem.address = Some(address.clone()),
            Self::OutcomeUnknown { address, upstream } => {
                problem.address = address.clone();
                problem.upstream = upstream.clone();
            }
            _ => {}
        }
        if let Self::Audited { audit_id, .. } = self {
            problem.audit_id = Some(audit_id.clone());
        }
        problem
    }

    fn message(&self) -> String {
        match self {
            Self::NotFound { kind, name } => format!("There is no {kind} named {name}."),
            Self::Forbidden { operation } => {
                let permission = operation.permission();
                let role = permission.least_role().label().to_lowercase();
                format!("{} needs the permission to {}: the role {role} has it.", operation.label(), permission.label())
            }
            Self::ReadOnly { gateway } => {
                format!("{gateway} is read-only in this console: its configuration has read_only = true. Nothing was changed.")
            }
            Self::Conflict(conflict) if conflict.current_etag.is_none() => "It was deleted by someone else after you opened it.".into(),
            Self::Conflict(_) => "It was changed by someone else after you opened it. Nothing was overwritten.".into(),
            Self::Throttled { retry_after_s: Some(seconds), .. } => format!("Azure is throttling calls. Try again in {seconds} s."),
            Self::Throttled { .. } => "Azure is throttling calls. Try again shortly.".into(),
            Self::Missing(upstream) | Self::Upstream(upstream) if upstream.message.is_empty() => format!("Azure answered with status {}.", upstream.status),
            Self::Missing(upstream) | Self::Upstream(upstream) => upstream.message.clone(),
            Self::Unavailable { address } => format!("{address} does not answer."),
            Self::NotConnected(connect) => connect.why.message().to_owned(),
            Self::NoToken(reason) => format!("The console can't sign in to Azure: {reason}"),
            Self::OutcomeUnknown { .. } => {
                "The change was sent, but no answer came back: it may or may not have been made. The audit log shows it, and the console finds out.".into()
            }
            Self::Invalid(_) | Self::Rejected { .. } | Self::Audited { .. } | Self::Internal { .. } => {
                "Something went wrong in the console itself. Its log has the cause under this request id.".into()
            }
        }
    }
}

/// An error with its causes, for the log.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::internal("the database", error)
    }
}

/// A failed reading, or a change that surely was not made. A change whose answer was lost is turned
/// into [`Error::OutcomeUnknown`] by the audited door, which knows that it was a change.
impl From<apim::Error> for Error {
    fn from(error: apim::Error) -> Self {
        match error {
            apim::Error::Api(api) => {
                let retry_after_s = api.retry_after.and_then(|wait| u32::try_from(wait.as_secs()).ok());
                let fields = field_errors(&api);
                let (status, is_missing) = (api.status, api.is_item_missing());
                let upstream = upstream_of(&api);
                match status {
                    429 => Self::Throttled { retry_after_s, upstream },
                    400 if !fields.is_empty() => Self::Rejected { fields, upstream },
                    _ if is_missing => Self::Missing(upstream),
                    _ => Self::Upstream(upstream),
                }
            }
            apim::Error::Unavailable { address, .. } | apim::Error::TimedOut { address } => Self::Unavailable { address },
            apim::Error::Token(error) => error.into(),
            apim::Error::Accepted { source, .. } => (*source).into(),
            error @ apim::Error::Protocol(_) => Self::internal("Azure", error),
        }
    }
}

/// Nothing was sent to Azure: the problem is the token endpoint's, or the sign-in's.
impl From<apim::TokenError> for Error {
    fn from(error: apim::TokenError) -> Self {
        match error {
            apim::TokenError::Refused { status, code, message, request_id } => {
                Self::Upstream(Upstream { status, code, message: format!("Azure issued no token: {message}"), request_id })
            }
            apim::TokenError::Unavailable { address, .. } => Self::Unavailable { address },
            apim::TokenError::SignInRequired(reason) => Self::NoToken(reason),
            apim::TokenError::NotConnected { gateway, why } => Self::NotConnected(Connect { gateway, why }),
            error @ apim::TokenError::Failed(_) => Self::internal("the connection to Azure", error),
            apim::TokenError::TimedOut => Self::NoToken("no token was issued in time.".into()),
        }
    }
}

/// Azure's own words.
pub(crate) fn upstream_of(api: &apim::ApiError) -> Upstream {
    let details: Vec<_> = api.details.iter().map(|detail| detail.message.trim()).filter(|text| !text.is_empty()).collect();
    let message = if details.is_empty() { api.message.clone() } else { format!("{} {}", api.message, details.join(" ")) };
    Upstream { status: api.status, code: api.code.clone(), message, request_id: api.request_id.clone() }
}

/// Azure's 400 names properties, mostly by their last word; where a form has an input of that name
/// the message goes beside it.
fn field_errors(api: &apim::ApiError) -> Vec<FieldError> {
    let is_input = |name: &str| {
        let mut inputs = Kind::ALL.into_iter().flat_map(Kind::all_sections).flat_map(|section| section.inputs);
        matches!(name, "url" | "protocol" | "title" | "description") || inputs.any(|input| input.path == name)
    };
    let field = |target: &str| match target.rsplit('.').next().unwrap_or(target) {
        "backendId" => "name".to_owned(),
        last if is_input(last) => last.to_owned(),
        _ => String::new(),
    };
    api.details
        .iter()
        .map(|detail| {
            let message = if detail.message.trim().is_empty() { &api.message } else { &detail.message };
            FieldError::new(detail.target.as_deref().map(field).unwrap_or_default(), format!("Azure: {message}"))
        })
        .collect()
}
