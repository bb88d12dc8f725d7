//! Who signs people in, ready to be asked; nobody is contacted before someone comes.

use super::BootError;
use crate::{
    Config,
    auth::{
        Auth,
        local::LocalAuth,
        oidc::{self, OidcAuth},
        seal::Seal,
    },
};
use control::{Clock, Control};
use leptos::config::LeptosOptions;

pub(super) fn prepare(config: &Config, control: &Control, clock: &Clock, options: &LeptosOptions) -> Result<Auth, BootError> {
    let seal = seal(config)?;
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
fn seal(config: &Config) -> Result<Seal, BootError> {
    Ok(match &config.secret_key_file {
        Some(path) => Seal::open(path)?,
        None => Seal::open_or_create(&config.data_dir.join("secret.key"))?,
    })
}
