use super::*;
use std::{collections::HashMap, io::Write};

/// Loads with a file, variables and flags of the test's own.
fn load(file: &str, variables: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Result<Config, String> {
    let mut toml = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
    toml.write_all(file.as_bytes()).unwrap();
    let mut all = Flags { config: Some(toml.path().to_owned()), ..Flags::default() };
    for (key, value) in flags {
        all = all.with(key, Some(*value));
    }
    let variables: HashMap<String, String> = variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Config::load(&all, move |name| variables.get(name).cloned()).map_err(|error| error.to_string())
}

fn refusal(file: &str) -> String {
    load(file, &[], &[]).expect_err("the configuration should be refused")
}

const GATEWAY: &str = r#"
[[gateway]]
name = "dev"
subscription_id = "00000000-0000-0000-0000-000000000001"
resource_group = "local"
service = "local-apim"
arm_url = "http://127.0.0.1:4280"
gateway_url = "http://localhost:4290/"
credential = "emulator"
deployments = ["gpt-4o"]
"#;

#[test]
fn a_flag_beats_a_variable_beats_the_file() {
    let file = "listen = \"127.0.0.1:1\"\ndata_dir = \"./file\"\n[log]\nformat = \"json\"\n";
    let variables = [("CONSOLE_LISTEN", "127.0.0.1:2"), ("CONSOLE_DATA_DIR", "./variable")];
    let config = load(file, &variables, &[("listen", "127.0.0.1:3")]).unwrap();
    assert_eq!(config.http.listen.port(), 3);
    assert_eq!(config.data_dir.to_str(), Some("./variable"));
    assert_eq!(config.log.format, LogFormat::Json);
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let message = refusal("listen = \"127.0.0.1:3000\"\n\n[auth]\nmdoe = \"local\"\n");
    assert!(message.ends_with("line 4: unknown key `auth.mdoe`"), "{message}");
    let message = refusal(&format!("{GATEWAY}\ncolour = \"red\"\n"));
    assert!(message.contains("unknown key `colour`"), "{message}");
}

#[test]
fn a_wrong_value_names_where_it_stands() {
    let message = refusal("\nlisten = 3000\n");
    assert!(message.contains("line 2: `listen`: expected a text in quotes"), "{message}");
    let message = load("", &[("CONSOLE_SESSION_IDLE_MINUTES", "soon")], &[]).unwrap_err();
    assert!(message.starts_with("CONSOLE_SESSION_IDLE_MINUTES: expected a whole number"), "{message}");
    let message = load("", &[], &[("emulator_arm_listen", "4280")]).unwrap_err();
    assert!(message.starts_with("--emulator-arm-listen: `4280` is not valid"), "{message}");
    let message = refusal("listen = \n");
    assert!(message.contains("line 1:"), "{message}");
}

#[test]
fn local_mode_refuses_to_leave_loopback() {
    let message = load("", &[], &[("listen", "0.0.0.0:3000")]).unwrap_err();
    assert!(message.starts_with("--listen: ") && message.contains("loopback only"), "{message}");
    assert!(load("listen = \"[::1]:3000\"", &[], &[]).is_ok());
    let message = refusal("emulator_arm_listen = \"0.0.0.0:4280\"\n");
    assert!(message.contains("loopback only"), "{message}");
}

#[test]
fn the_emulator_is_on_until_a_gateway_is_configured() {
    assert!(load("", &[], &[]).unwrap().emulator.is_enabled);
    assert!(!load(GATEWAY, &[], &[]).unwrap().emulator.is_enabled);
    assert!(load(GATEWAY, &[("CONSOLE_NO_EMULATOR", "false")], &[]).unwrap().emulator.is_enabled);
    assert!(!load("", &[], &[("no_emulator", "true")]).unwrap().emulator.is_enabled);
    let message = load(&GATEWAY.replace("\"dev\"", "\"local\""), &[("CONSOLE_NO_EMULATOR", "false")], &[]).unwrap_err();
    assert!(message.contains("belongs to the embedded emulator"), "{message}");
}

#[test]
fn gateways_are_read_and_checked() {
    let config = load(GATEWAY, &[], &[]).unwrap();
    let [gateway] = config.gateways.as_slice() else { unreachable!("one gateway") };
    assert_eq!((gateway.name.as_str(), gateway.arm_url.as_str()), ("dev", "http://127.0.0.1:4280"));
    assert_eq!(gateway.gateway_url, "http://localhost:4290");
    assert_eq!(gateway.deployments, ["gpt-4o"]);

    assert!(refusal(&GATEWAY.replace("\"dev\"", "\"Dev\"")).contains("`name`: `Dev` is not valid"));
    assert!(refusal(&format!("{GATEWAY}{GATEWAY}")).contains("two gateways are named `dev`"));
    assert!(refusal(&GATEWAY.replace("service = \"local-apim\"\n", "")).contains("`service`: is missing"));

    let service = GATEWAY.replace("\"emulator\"", "\"service\"");
    assert_eq!(load(&service, &[], &[]).unwrap().gateways[0].credential, Credential::Service, "loopback, for tests");
    let azure = load(&service.replace("arm_url", "# arm_url").replace("gateway_url", "# gateway_url"), &[], &[]).unwrap();
    assert_eq!(azure.gateways[0].arm_url, "https://management.azure.com");
    assert_eq!(azure.gateways[0].gateway_url, "https://local-apim.azure-api.net");
    assert!(refusal(&service.replace("127.0.0.1:4280", "10.0.0.7")).contains("http is for loopback addresses only"));
}

#[test]
fn tokens_never_leave_loopback_unencrypted_nor_for_an_emulator() {
    let plain = refusal(&GATEWAY.replace("http://127.0.0.1:4280", "http://10.0.0.7:4280"));
    assert!(plain.contains("`arm_url`") && plain.contains("http is for loopback addresses only"), "{plain}");
    let remote = refusal(&GATEWAY.replace("http://127.0.0.1:4280", "https://management.azure.com"));
    assert!(remote.contains("needs a loopback address"), "{remote}");
    let defaulted = refusal(&GATEWAY.replace("arm_url = \"http://127.0.0.1:4280\"\n", ""));
    assert!(defaulted.contains("`arm_url`"), "{defaulted}");
    let sneaky = refusal(&GATEWAY.replace("http://127.0.0.1:4280", "http://127.0.0.1@evil.example"));
    assert!(sneaky.contains("scheme, host and port only"), "{sneaky}");
}

#[test]
fn a_workspace_is_named_by_its_id() {
    let with = |id: &str| format!("{GATEWAY}log_analytics_workspace = \"{id}\"\n");
    let config = load(&with("11111111-2222-3333-4444-555555555555"), &[], &[]).unwrap();
    assert!(config.gateways[0].log_analytics_workspace.is_some());
    let message = refusal(&with("my-workspace"));
    assert!(message.contains("`log_analytics_workspace`: `my-workspace` is not valid"), "{message}");
}

const OIDC: &str = r#"public_url = "https://console.example"
secret_key_file = "./keys"
[auth]
mode = "oidc"
[oidc]
issuer = "https://login.example/realms/team"
client_id = "console"
client_secret = "from-the-provider"
role_claim = "realm_access.roles"
admins = ["platform"]
"#;

#[test]
fn sign_in_is_configured_whole_or_refused_by_name() {
    let config = load(&format!("{OIDC}{GATEWAY}admins = [\"platform\"]\n"), &[], &[("listen", "0.0.0.0:3000")]).unwrap();
    let oidc = config.auth.oidc().unwrap();
    assert_eq!((oidc.mapping.claim.as_str(), oidc.mapping.lists.admins.len()), ("realm_access.roles", 1));
    assert_eq!(oidc.mapping.gateways.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["dev"]);
    assert!(config.lines().iter().all(|line| !line.value.contains("from-the-provider")), "secrets are not shown");

    for (taken_out, wanted) in [
        ("issuer = \"https://login.example/realms/team\"\n", "`oidc` needs `oidc.issuer`"),
        ("client_id = \"console\"\n", "`oidc` needs `oidc.client_id`"),
        ("client_secret = \"from-the-provider\"\n", "`oidc` needs `oidc.client_secret`"),
        ("admins = [\"platform\"]\n", "nobody could do anything"),
        ("public_url = \"https://console.example\"\n", "`public_url` is not set"),
        ("secret_key_file = \"./keys\"\n", "`secret_key_file` is not set"),
    ] {
        let message = refusal(&OIDC.replace(taken_out, ""));
        assert!(message.contains(wanted), "without {taken_out}: {message}");
    }
    for (right, wrong, wanted) in [
        ("https://login.example", "http://login.example", "not encrypted"),
        ("https://console.example", "http://console.example", "not encrypted"),
        ("from-the-provider", "short", "too short"),
        ("\"oidc\"", "\"saml\"", "expected `local` or `oidc`"),
    ] {
        let message = refusal(&OIDC.replace(right, wrong));
        assert!(message.contains(wanted), "{wrong}: {message}");
    }
    let forgotten = refusal(&OIDC.replace("mode = \"oidc\"\n", ""));
    assert!(forgotten.contains("`oidc.issuer`: is set, but `auth.mode` is not"), "{forgotten}");
    let message = load(OIDC, &[("CONSOLE_TRUSTED_PROXIES", "10.0.0.7, proxy")], &[]).unwrap_err();
    assert!(message.starts_with("CONSOLE_TRUSTED_PROXIES: `proxy` is not an IP address"), "{message}");
}

const AZURE: &str = r#"[azure]
tenant = "AAAAAAAA-0000-0000-0000-000000000000"
client_id = "console-in-azure"
client_secret = "of-the-registration"
"#;

#[test]
fn people_connect_to_azure_as_configured_whole_or_refused_by_name() {
    let gateway = GATEWAY.replace("\"emulator\"", "\"user\"");
    let file = format!("{OIDC}{AZURE}{gateway}");
    let config = load(&file, &[], &[]).unwrap();
    let app = config.azure_app.as_ref().unwrap();
    assert_eq!(app.tenant, "aaaaaaaa-0000-0000-0000-000000000000", "as Azure writes it");
    assert_eq!(app.authority.as_str(), "https://login.microsoftonline.com/");
    assert!(config.azure.is_none() && !config.gateways[0].has_background_service);
    assert!(config.lines().iter().all(|line| !line.value.contains("of-the-registration")), "secrets are not shown");
    let variables = [("CONSOLE_AZURE_CLIENT_SECRET", "of-the-environment"), ("CONSOLE_AZURE_AUTHORITY", "http://127.0.0.1:9")];
    let config = load(&format!("{file}background_credential = \"service\"\n"), &variables, &[]).unwrap();
    assert_eq!(secrecy::ExposeSecret::expose_secret(&config.azure_app.unwrap().client_secret), "of-the-environment");
    assert!(config.azure.is_some() && config.gateways[0].has_background_service);

    let local = refusal(&gateway);
    assert!(local.contains("line 9: `credential`: `user` needs auth.mode"), "{local}");
    for key in ["tenant", "client_id", "client_secret"] {
        let without: String =
            file.lines().filter(|line| !AZURE.contains(line) || !line.starts_with(key)).map(|line| format!("{line}\n")).collect();
        let message = refusal(&without);
        assert!(message.contains(&format!("`credential`: `user` needs `azure.{key}`, which is not set")), "{message}");
    }
    for (right, wrong, wanted) in [
        ("AAAAAAAA-0000-0000-0000-000000000000", "common", "`azure.tenant`: `common` is not valid"),
        ("of-the-registration", "short", "`azure.client_secret`: is too short"),
        ("[azure]", "[azure]\nauthority = \"http://login.example\"", "`azure.authority`: `http://login.example` is not encrypted"),
        (
            "credential = \"user\"",
            "credential = \"user\"\nbackground_credential = \"user\"",
            "`background_credential`: `user` is not valid",
        ),
        ("credential = \"user\"", "credential = \"emulator\"\nbackground_credential = \"service\"", "is for credential = \"user\" only"),
        ("secret_key_file = \"./keys\"\n", "", "`secret_key_file` is not set"),
        ("public_url = \"https://console.example\"\n", "", "`public_url` is not set"),
    ] {
        let message = refusal(&file.replace(right, wrong));
        assert!(message.contains(wanted), "{wrong}: {message}");
    }
}
