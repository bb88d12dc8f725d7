//! `console.db`: who has signed in, their sessions, their personal tokens, their
//! connections to Azure. Owns the rows and their
//! end; what is in a session's `data`, and how an id becomes a hash, is the business of whoever
//! signs people in.

mod connections;
mod people;
mod sessions;
mod tokens;

pub use connections::ConnectionRow;
pub use people::Person;
pub use sessions::{LogoutToken, SessionHolder, SessionRow};
pub use tokens::{TokenHolder, TokenRow};

use crate::database::Database;

/// `console.db`.
#[derive(Debug, Clone)]
pub struct Console(Database);

impl Console {
    pub(crate) fn new(database: Database) -> Self {
        Self(database)
    }

    pub(crate) fn database(&self) -> &Database {
        &self.0
    }
}

/// A part of a hash names its row without opening it.
fn public_id(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
