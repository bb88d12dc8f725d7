//! The configuration as the settings page shows it: what is in force, secrets as "set".

use super::{AuthMode, Config, Credential, GatewayConfig};
use domain::{access::RoleLists, identity::SettingLine};

impl Config {
    /// Key by key, as the file names them.
    pub fn lines(&self) -> Vec<SettingLine> {
        let mut lines = vec![
            line("listen", self.http.listen.to_string()),
            line("data_dir", self.data_dir.display().to_string()),
            line("public_url", self.http.public_url.as_ref().map(ToString::to_string).unwrap_or_default()),
            line("allowed_hosts", self.http.allowed_hosts.join(", ")),
            line("trusted_proxies", self.http.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
            line("tls.cert_file", self.http.tls.as_ref().map(|tls| tls.cert_file.display().to_string()).unwrap_or_default()),
            line("secret_key_file", self.secret_key_file.as_ref().map(|path| path.display().to_string()).unwrap_or_default()),
        ];
        self.auth_lines(&mut lines);
        if let Some(app) = &self.azure_app {
            lines.extend([
                line("azure.tenant", app.tenant.clone()),
                line("azure.client_id", app.client_id.clone()),
                line("azure.client_secret", "set"),
                line("azure.authority", app.authority.origin().ascii_serialization()),
            ]);
        }
        lines.extend([
            line("session.idle_minutes", (self.session.idle.as_secs() / 60).to_string()),
            line("session.max_hours", (self.session.max.as_secs() / 3600).to_string()),
            line("limits.body_bytes", self.limits.body_bytes.to_string()),
            line("limits.settle_after_seconds", self.limits.settle_after.as_secs().to_string()),
        ]);
        lines.extend(self.gateways.iter().map(gateway));
        lines
    }

    fn auth_lines(&self, lines: &mut Vec<SettingLine>) {
        let AuthMode::Oidc(oidc) = &self.auth.mode else {
            lines.push(line("auth.mode", "local"));
            return;
        };
        let list = |role: &str, values: &[String]| line(&format!("oidc.{role}"), values.join(", "));
        let RoleLists { admins, operators, viewers } = &oidc.mapping.lists;
        lines.extend([
            line("auth.mode", "oidc"),
            line("auth.contact", self.auth.contact.clone()),
            line("oidc.issuer", oidc.issuer.to_string()),
            line("oidc.client_id", oidc.client_id.clone()),
            line("oidc.client_secret", "set"),
            line("oidc.scopes", oidc.scopes.join(" ")),
            line("oidc.role_claim", oidc.mapping.claim.clone()),
            list("admins", admins),
            list("operators", operators),
            list("viewers", viewers),
            line("session.recheck_minutes", (oidc.recheck.as_secs() / 60).to_string()),
        ]);
    }
}

fn line(key: &str, value: impl Into<String>) -> SettingLine {
    SettingLine { key: key.to_owned(), value: value.into() }
}

fn gateway(gateway: &GatewayConfig) -> SettingLine {
    let mut parts = vec![format!("{}/{}/{}", gateway.subscription_id, gateway.resource_group, gateway.service), gateway.arm_url.clone()];
    parts.push(gateway.gateway_url.clone());
    if gateway.credential == Credential::User {
        parts.push(if gateway.has_background_service { "as the person; jobs as the service" } else { "as the person" }.into());
    }
    if gateway.is_read_only {
        parts.push("read-only".into());
    }
    for (role, list) in [("admins", &gateway.lists.admins), ("operators", &gateway.lists.operators), ("viewers", &gateway.lists.viewers)] {
        if !list.is_empty() {
            parts.push(format!("{role}: {}", list.join(", ")));
        }
    }
    line(&format!("gateway {}", gateway.name), parts.join("  "))
}
