//! Who signs people in, and where they connect to Azure, ready to be asked; nobody is contacted before
//! someone comes.

use super::BootError;
use crate::{
    Config,
    auth::{
        Auth,
        local::LocalAuth,
        oidc::{self, OidcAuth},
        seal::Seal,
    },
    azure::{Entra, People},
};
use control::{Clock, Control};
use leptos::config::LeptosOptions;
use std::sync::Arc;
use store::Console;
use tokio_util::task::TaskTracker;

/// The people who connect to Azure; `None` where no gateway is called as one.
pub(super) fn people(
    config: &Config,
    console: &Console,
    seal: &Seal,
    clock: &Clock,
    tasks: &TaskTracker,
) -> Result<Option<Arc<People>>, BootError> {
    let (Some(app), Some(public_url)) = (&config.azure_app, &config.http.public_url) else { return Ok(None) };
    let http = oidc::http_client().map_err(BootError::OidcClient)?;
    let entra = Entra::new(app, public_url, http, clock.clone()).map_err(BootError::Authority)?;
    Ok(Some(People::new(entra, seal.clone(), console.clone(), clock.clone(), tasks.clone())))
}

pub(super) fn prepare(config: &Config, control: &Control, clock: &Clock, seal: Seal, options: &LeptosOptions) -> Result<Auth, BootError> {
    let (Some(oidc), Some(public_url)) = (config.auth.oidc(), &config.http.public_url) else {
        return Ok(Auth::Local(LocalAuth { clock: clock.clone(), session: config.session.clone() }));
    };
    Ok(Auth::Oidc(OidcAuth::new(oidc::Parts {
        config: oidc.clone(),
        session: config.session.clone(),
        clock: clock.clone(),
        control: control.clone(),
        seal,
        public_url: public_url.clone(),
        contact: config.auth.contact.clone(),
        http: oidc::http_client().map_err(BootError::OidcClient)?,
        leptos_options: options.clone(),
    })))
}

/// Local mode makes a key beside its databases; a team's console is given one.
pub(super) fn seal(config: &Config) -> Result<Seal, BootError> {
    let beside = config.data_dir.join("secret.key");
    let path = config.secret_key_file.as_ref().unwrap_or(&beside);
    Ok(if config.auth.oidc().is_some() { Seal::open(path)? } else { Seal::open_or_create(path)? })
}
