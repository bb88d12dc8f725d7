//! The API Management services to manage: `[[gateway]]` in the file, nothing else.
//!
//! Tokens go to `arm_url` only, so its rules are strict: https, or loopback for an emulator.

use super::{
    error::ConfigError,
    file::{Raw, Section},
    is_loopback,
    source::{Origin, Sources, as_list, as_text, entry_setting},
};
use domain::access::RoleLists;
use std::path::PathBuf;
use url::Url;
use uuid::Uuid;

const KEYS: &[&str] = &[
    "name",
    "subscription_id",
    "resource_group",
    "service",
    "arm_url",
    "gateway_url",
    "credential",
    "background_credential",
    "api_version",
    "read_only",
    "deployments",
    "admins",
    "operators",
    "viewers",
    "log_analytics_workspace",
];

/// Whose token Azure Resource Manager sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// An emulator on this machine, which takes any token.
    Emulator,
    /// The console's own identity in Azure.
    Service,
    /// The person who is signed in.
    User,
}

#[derive(Debug, Clone)]
pub struct GatewayConfig {
    /// The name in paths; `^[a-z0-9][a-z0-9-]{0,62}$`, unique.
    pub name: String,
    pub subscription_id: String,
    pub resource_group: String,
    pub service: String,
    /// Origin, without a trailing slash.
    pub arm_url: String,
    /// Origin, without a trailing slash.
    pub gateway_url: String,
    pub credential: Credential,
    /// Where `credential` stands, for messages.
    pub credential_origin: Origin,
    /// With [`Credential::User`]: whether jobs that nobody asked for use the console's own identity.
    pub has_background_service: bool,
    /// Overrides the version of every resource type.
    pub api_version: Option<String>,
    /// No change from here, whatever the role.
    pub is_read_only: bool,
    /// Suggestions for the playground.
    pub deployments: Vec<String>,
    /// Where Azure Monitor keeps what the gateway logs: the workspace's id.
    pub log_analytics_workspace: Option<Uuid>,
    /// Claim values by the role that they leave here; all empty: the roles in general count.
    pub lists: RoleLists,
    /// Where it stands, for messages.
    pub origin: Origin,
}

/// All gateways, in the file's order.
pub(super) fn read_all(sources: &Sources) -> Result<Vec<GatewayConfig>, ConfigError> {
    let mut gateways: Vec<GatewayConfig> = Vec::new();
    for (section, path) in sources.sections(KEYS)? {
        let gateway = Reader { section, path }.read()?;
        if gateways.iter().any(|other| other.name == gateway.name) {
            return Err(ConfigError::invalid(&gateway.origin, format!("two gateways are named `{}`", gateway.name)));
        }
        gateways.push(gateway);
    }
    Ok(gateways)
}

struct Reader {
    section: Section,
    path: PathBuf,
}

impl Reader {
    fn read(&self) -> Result<GatewayConfig, ConfigError> {
        let (name, origin) = self.required("name")?;
        if !is_name(&name) {
            let message = format!("`{name}` is not valid: expected 1 to 63 of a-z, 0-9 and -, not beginning with -");
            return Err(ConfigError::invalid(&origin, message));
        }
        let (service, _) = self.required("service")?;
        let (credential, credential_origin) = self.credential()?;
        let gateway = GatewayConfig {
            name,
            subscription_id: self.required("subscription_id")?.0,
            resource_group: self.required("resource_group")?.0,
            arm_url: self.url("arm_url", "https://management.azure.com", credential)?,
            gateway_url: self.url("gateway_url", &format!("https://{service}.azure-api.net"), credential)?,
            service,
            credential,
            credential_origin,
            has_background_service: self.has_background_service(credential)?,
            api_version: self.text("api_version")?.map(|(text, _)| text),
            is_read_only: self.is_read_only()?,
            deployments: self.list("deployments")?,
            log_analytics_workspace: self.workspace()?,
            lists: RoleLists { admins: self.list("admins")?, operators: self.list("operators")?, viewers: self.list("viewers")? },
            origin,
        };
        Ok(gateway)
    }

    fn origin(&self, key: &str) -> Origin {
        let line = self.section.entries.get(key).map_or(self.section.line, |entry| entry.line);
        Origin::File { path: self.path.clone(), line, key: key.to_owned() }
    }

    fn text(&self, key: &str) -> Result<Option<(String, Origin)>, ConfigError> {
        let Some(entry) = self.section.entries.get(key) else {
            return Ok(None);
        };
        let setting = as_text(entry_setting(entry, &self.path, key))?;
        Ok(Some((setting.value, setting.origin)))
    }

    fn required(&self, key: &str) -> Result<(String, Origin), ConfigError> {
        match self.text(key)? {
            Some((text, origin)) if !text.trim().is_empty() => Ok((text, origin)),
            _ => Err(ConfigError::invalid(&self.origin(key), "is missing from this [[gateway]]")),
        }
    }

    fn list(&self, key: &str) -> Result<Vec<String>, ConfigError> {
        let Some(entry) = self.section.entries.get(key) else {
            return Ok(Vec::new());
        };
        as_list(&entry_setting(entry, &self.path, key))
    }

    fn is_read_only(&self) -> Result<bool, ConfigError> {
        let Some(entry) = self.section.entries.get("read_only") else { return Ok(false) };
        match entry_setting(entry, &self.path, "read_only").value {
            Raw::Boolean(value) => Ok(value),
            _ => Err(ConfigError::invalid(&self.origin("read_only"), "expected true or false")),
        }
    }

    fn credential(&self) -> Result<(Credential, Origin), ConfigError> {
        let (text, origin) = self.required("credential")?;
        match text.as_str() {
            "emulator" => Ok((Credential::Emulator, origin)),
            "service" => Ok((Credential::Service, origin)),
            "user" => Ok((Credential::User, origin)),
            other => Err(ConfigError::invalid(&origin, format!("`{other}` is not valid: expected `user`, `service` or `emulator`"))),
        }
    }

    fn workspace(&self) -> Result<Option<Uuid>, ConfigError> {
        let Some((text, origin)) = self.text("log_analytics_workspace")? else { return Ok(None) };
        let invalid = |_| ConfigError::invalid(&origin, format!("`{text}` is not valid: expected the workspace's id, not its name"));
        Uuid::try_parse(&text).map(Some).map_err(invalid)
    }

    fn has_background_service(&self, credential: Credential) -> Result<bool, ConfigError> {
        let Some((text, origin)) = self.text("background_credential")? else { return Ok(false) };
        let invalid = |message: String| Err(ConfigError::invalid(&origin, message));
        match (text.as_str(), credential) {
            ("service", Credential::User) => Ok(true),
            (_, Credential::User) => invalid(format!("`{text}` is not valid: expected `service`, or nothing")),
            _ => invalid("is for credential = \"user\" only: elsewhere jobs use the same credential".into()),
        }
    }

    fn url(&self, key: &str, default: &str, credential: Credential) -> Result<String, ConfigError> {
        let (text, origin) = self.text(key)?.unwrap_or_else(|| (default.to_owned(), self.origin(key)));
        let invalid = |message: String| Err(ConfigError::invalid(&origin, message));
        let Ok(url) = text.parse::<Url>() else {
            return invalid(format!("`{text}` is not a URL"));
        };
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !matches!(url.scheme(), "http" | "https") || !bare || !url.username().is_empty() || url.password().is_some() {
            return invalid("expected scheme, host and port only, such as https://management.azure.com".into());
        }
        if url.scheme() != "https" && !is_loopback(&url) {
            return invalid(format!("`{text}` is not encrypted: http is for loopback addresses only"));
        }
        if credential == Credential::Emulator && !is_loopback(&url) {
            return invalid(format!("credential = \"emulator\" needs a loopback address, not `{text}`"));
        }
        Ok(url.origin().ascii_serialization())
    }
}

fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&name.len()) && name.bytes().all(allowed) && !name.starts_with('-')
}
