//! Which API Management service is meant, and where Azure Resource Manager answers for it.
//!
//! A [`ServiceAddress`] that exists is safe to send a bearer token to: the scheme and the shapes of
//! its parts are checked when it is made, and each refusal names the setting.

use url::{Host, Url};

/// A setting of a gateway that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {reason}")]
pub struct AddressError {
    /// `arm_url`, `subscription_id`, `resource_group` or `service`.
    pub setting: &'static str,
    /// A sentence for whoever wrote the setting.
    pub reason: String,
}

/// One API Management service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAddress {
    pub arm_url: Url,
    /// A UUID.
    pub subscription_id: String,
    pub resource_group: String,
    pub service: String,
}

impl ServiceAddress {
    /// Checks each part; see [`AddressError::setting`] for what can be wrong.
    pub fn new(
        arm_url: Url,
        subscription_id: impl Into<String>,
        resource_group: impl Into<String>,
        service: impl Into<String>,
    ) -> Result<Self, AddressError> {
        let address =
            Self { arm_url, subscription_id: subscription_id.into(), resource_group: resource_group.into(), service: service.into() };
        check_arm_url(&address.arm_url)?;
        check("subscription_id", uuid::Uuid::try_parse(&address.subscription_id).is_ok() && address.subscription_id.len() == 36, || {
            "must be a UUID such as 00000000-0000-0000-0000-000000000000".into()
        })?;
        check("resource_group", is_resource_group(&address.resource_group), || {
            "must be 1 to 90 letters, digits, '-', '_', '.', '(' or ')', and not end with '.'".into()
        })?;
        check("service", is_service(&address.service), || {
            "must be 1 to 50 letters, digits or '-', start with a letter and not end with '-'".into()
        })?;
        Ok(address)
    }

    /// `/subscriptions/…/providers/Microsoft.ApiManagement/service/{service}`, without a slash at
    /// the end.
    pub fn resource_id(&self) -> String {
        format!(
            "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.ApiManagement/service/{}",
            self.subscription_id, self.resource_group, self.service
        )
    }

    /// The id of a resource of the service: `child_id("backends", "a")`.
    pub fn child_id(&self, collection: &str, name: &str) -> String {
        format!("{}/{collection}/{name}", self.resource_id())
    }

    /// The URL of what lies under the service, each of `segments` percent-encoded as one segment.
    pub(crate) fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.arm_url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["subscriptions", &self.subscription_id, "resourceGroups", &self.resource_group]);
            path.extend(["providers", "Microsoft.ApiManagement", "service", &self.service]).extend(segments);
        }
        url
    }
}

fn check_arm_url(url: &Url) -> Result<(), AddressError> {
    let is_loopback = is_loopback(url);
    check("arm_url", matches!(url.scheme(), "http" | "https") && url.has_host(), || format!("{url} is not an http or https address"))?;
    check("arm_url", url.scheme() == "https" || is_loopback, || {
        format!("{url} must begin with https: bearer tokens are sent there (http is for loopback addresses only)")
    })?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    check("arm_url", is_plain, || "must have no user, password, query or fragment".into())
}

fn check(setting: &'static str, is_good: bool, reason: impl FnOnce() -> String) -> Result<(), AddressError> {
    if is_good { Ok(()) } else { Err(AddressError { setting, reason: reason() }) }
}

/// Whether the address can only be this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn is_resource_group(name: &str) -> bool {
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '(' | ')');
    (1..=90).contains(&name.chars().count()) && name.chars().all(is_allowed) && !name.ends_with('.')
}

fn is_service(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=50).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(is_allowed)
        && !name.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000001";

    fn address(arm_url: &str, subscription: &str, group: &str, service: &str) -> Result<ServiceAddress, AddressError> {
        ServiceAddress::new(Url::parse(arm_url).unwrap(), subscription, group, service)
    }

    #[test]
    fn refusals_name_the_setting() {
        let setting = |arm_url, subscription, group, service| address(arm_url, subscription, group, service).unwrap_err().setting;
        assert_eq!(setting("http://management.azure.com", SUBSCRIPTION, "ai", "contoso"), "arm_url");
        assert_eq!(setting("http://127.0.0.1.example.com", SUBSCRIPTION, "ai", "contoso"), "arm_url");
        assert_eq!(setting("https://user:pass@management.azure.com", SUBSCRIPTION, "ai", "contoso"), "arm_url");
        assert_eq!(setting("https://management.azure.com", "not-a-uuid", "ai", "contoso"), "subscription_id");
        assert_eq!(setting("https://management.azure.com", SUBSCRIPTION, "a/../b", "contoso"), "resource_group");
        assert_eq!(setting("https://management.azure.com", SUBSCRIPTION, "ai", "1contoso"), "service");
        assert_eq!(setting("https://management.azure.com", SUBSCRIPTION, "ai", "contoso-"), "service");
    }

    #[test]
    fn plain_http_is_for_loopback() {
        for url in ["http://127.0.0.1:4280", "http://[::1]:4280", "http://localhost:4280", "https://management.azure.com"] {
            assert!(address(url, SUBSCRIPTION, "ai", "contoso").is_ok(), "{url}");
        }
    }

    #[test]
    fn a_name_is_one_segment_of_the_url() {
        let address = address("https://arm.test/base/", SUBSCRIPTION, "ai", "contoso").unwrap();
        let url = address.url(&["backends", "a b/c%2F?d"]);
        assert!(url.path().starts_with("/base/subscriptions/"), "{url}");
        assert!(url.path().ends_with("/service/contoso/backends/a%20b%2Fc%252F%3Fd"), "{url}");
        assert_eq!(
            address.child_id("backends", "x"),
            format!("/subscriptions/{SUBSCRIPTION}/resourceGroups/ai/providers/Microsoft.ApiManagement/service/contoso/backends/x")
        );
    }
}
