//! A typed view over the raw JSON of a logger. Its credentials are written and never read: the
//! service keeps them in named values and answers references to those.
//!
//! Source: the contract's `LoggerContractProperties` and its section on loggers.

use crate::{
    Change,
    redact::{MASK, is_reference, mask_all, mask_members},
    resource::{self, resource},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

resource! {
    /// Where diagnostics and policies log to. Printing it shows no credential.
    Logger, LoggerMembersEdit, "a logger", mask;
    shown {
        /// The event hub's name.
        text event_hub "credentials.name";
        /// The event hub's host, where a managed identity signs in.
        text endpoint_address "credentials.endpointAddress";
        /// `SystemAssigned`, or the client id of a managed identity.
        text identity_client_id "credentials.identityClientId";
    }
    edited {
        /// `azureEventHub`, `applicationInsights` or `azureMonitor`. Required.
        text logger_type set_logger_type "loggerType";
        /// Up to 256 characters.
        text description set_description "description";
        /// Buffered unless set to false.
        flag is_buffered set_is_buffered "isBuffered";
        /// The ARM id of the event hub or of the Application Insights component.
        text resource_id set_resource_id "resourceId";
    }
    also {}
}

/// How the gateway signs in at the target.
#[derive(Debug, Clone)]
pub enum LoggerCredentials {
    EventHub {
        /// The event hub's name.
        name: String,
        /// With the right to send.
        connection_string: SecretString,
    },
    EventHubIdentity {
        name: String,
        /// `{namespace}.servicebus.windows.net`.
        endpoint_address: String,
        /// `SystemAssigned`, or the client id of a managed identity.
        client_id: String,
    },
    InstrumentationKey(SecretString),
    InsightsIdentity {
        connection_string: SecretString,
        client_id: String,
    },
}

/// What a person changed of a [`Logger`]; everything else stays as Azure has it.
#[derive(Debug, Clone, Default)]
pub struct LoggerEdit {
    pub members: LoggerMembersEdit,
    /// Replaces all credentials at once: one kind must not leave another's behind.
    pub credentials: Change<LoggerCredentials>,
}

/// The members of `credentials` that are known.
const CREDENTIALS: [&str; 5] = ["name", "connectionString", "endpointAddress", "identityClientId", "instrumentationKey"];
/// Those that hold no secret.
const SHOWN: [&str; 3] = ["name", "endpointAddress", "identityClientId"];

impl Logger {
    /// Names of the credentials that are there, and the named value that holds each, when Azure
    /// answered a reference: `{{Logger-Credentials--…}}`, without its braces.
    pub fn credential_names(&self) -> Vec<(String, Option<String>)> {
        let reference = |value: &Value| {
            let text = value.as_str().filter(|text| is_reference(text))?;
            Some(text.trim().trim_start_matches("{{").trim_end_matches("}}").trim().to_owned())
        };
        let members = resource::find(&self.raw, "credentials").and_then(Value::as_object).into_iter().flatten();
        members.filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), reference(value))).collect()
    }

    /// Whether a credential came back with asterisks in it: sent again by a PUT it would replace the
    /// real one. Such a logger is changed by a PATCH, or with new credentials.
    pub fn has_blotted_credentials(&self) -> bool {
        let members = resource::find(&self.raw, "credentials").and_then(Value::as_object).into_iter().flatten();
        members.into_iter().any(|(_, value)| value.as_str().is_some_and(|text| text.contains("***") || text.contains(MASK)))
    }

    /// Replaces the credentials; what isn't known of them stays.
    pub fn set_credentials(&mut self, wanted: Option<&LoggerCredentials>) {
        if wanted.is_none() && resource::find(&self.raw, "credentials").is_none() {
            return;
        }
        resource::edit_properties(&mut self.raw, |properties| {
            crate::overlay::edit(properties, "credentials", |credentials| {
                credentials.retain(|name, _| !CREDENTIALS.contains(&name.as_str()));
                for (name, value) in wanted.map(LoggerCredentials::members).unwrap_or_default() {
                    credentials.insert(name.to_owned(), Value::from(value));
                }
            });
            if properties.get("credentials").and_then(Value::as_object).is_some_and(Map::is_empty) {
                properties.remove("credentials");
            }
        });
    }
}

impl LoggerEdit {
    /// Lays the edit over the raw JSON.
    pub fn apply(&self, to: &mut Logger) {
        self.members.apply(to);
        match &self.credentials {
            Change::Keep => {}
            Change::Set(wanted) => to.set_credentials(Some(wanted)),
            Change::Clear => to.set_credentials(None),
        }
    }

    /// The merge patch that a PATCH sends: `{"properties": {…}}` with what differs from `before`.
    pub fn patch(&self, before: &Logger) -> Value {
        let mut after = before.clone();
        self.apply(&mut after);
        resource::patch(before.raw(), after.raw())
    }
}

impl LoggerCredentials {
    fn members(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::EventHub { name, connection_string } => {
                vec![("name", name), ("connectionString", connection_string.expose_secret())]
            }
            Self::EventHubIdentity { name, endpoint_address, client_id } => {
                vec![("name", name), ("endpointAddress", endpoint_address), ("identityClientId", client_id)]
            }
            Self::InstrumentationKey(key) => vec![("instrumentationKey", key.expose_secret())],
            Self::InsightsIdentity { connection_string, client_id } => {
                vec![("connectionString", connection_string.expose_secret()), ("identityClientId", client_id)]
            }
        }
    }
}

fn mask(properties: &mut Map<String, Value>) {
    let credentials = properties.remove("credentials");
    mask_members(properties);
    if let Some(mut credentials) = credentials {
        match &mut credentials {
            Value::Object(members) => {
                members.iter_mut().filter(|(name, _)| !SHOWN.contains(&name.as_str())).for_each(|(_, member)| mask_all(member));
            }
            other => mask_all(other),
        }
        properties.insert("credentials".into(), credentials);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn credentials_are_replaced_whole_and_never_shown() {
        let mut logger = Logger::from_value(json!({ "properties": { "loggerType": "azureEventHub", "description": null,
            "credentials": { "name": "hub", "connectionString": "{{Logger-Credentials--5f28}}", "new": "hunter2" } } }));
        assert_eq!(
            logger.credential_names(),
            [("connectionString".into(), Some("Logger-Credentials--5f28".into())), ("name".into(), None), ("new".into(), None)]
        );
        let identity = LoggerCredentials::EventHubIdentity {
            name: "hub".into(),
            endpoint_address: "x.servicebus.windows.net".into(),
            client_id: "SystemAssigned".into(),
        };
        let edit = LoggerEdit { credentials: Change::Set(identity), ..LoggerEdit::default() };
        assert_eq!(
            edit.patch(&logger),
            json!({ "properties": { "credentials": { "connectionString": null, "endpointAddress": "x.servicebus.windows.net",
                "identityClientId": "SystemAssigned" } } })
        );
        logger.set_credentials(Some(&LoggerCredentials::InstrumentationKey("hunter2".into())));
        assert_eq!(logger.raw().pointer("/properties/credentials"), Some(&json!({ "instrumentationKey": "hunter2", "new": "hunter2" })));
        assert!(!format!("{logger:?} {:?}", LoggerCredentials::InstrumentationKey("hunter2".into())).contains("hunter2"));
    }

    #[test]
    fn a_blotted_credential_is_noticed() {
        let blotted = json!({ "properties": { "credentials": { "connectionString": "Endpoint=sb://x/;SharedAccessKey=************" } } });
        assert!(Logger::from_value(blotted).has_blotted_credentials());
        let reference = json!({ "properties": { "credentials": { "connectionString": "{{Logger-Credentials--1}}" } } });
        assert!(!Logger::from_value(reference).has_blotted_credentials());
    }
}
