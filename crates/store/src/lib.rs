//! The console's memory: three SQLite files in one data directory, apart so that none waits for
//! another. `ledger.db` is the audit (append-only, synced at every commit), `usage.db` the relayed
//! calls, `console.db` the sessions.
//!
//! The only crate with SQL; no sqlx type or transaction leaves it, so that another database can
//! come behind the same functions. It has no clock (times are passed in) and knows nothing of
//! permissions, Azure or HTTP. Whoever writes redacts first: what arrives here is kept for good.

mod console;
mod database;
mod error;
mod files;
mod ledger;
mod usage;

pub use console::{ConnectionRow, Console, LogoutToken, Person, SessionHolder, SessionRow, TokenHolder, TokenRow};
pub use error::Error;
pub use ledger::{AuditRecord, Intent, Ledger, OutcomeRecord};
pub use usage::{CallRecord, Usage};

use database::{Database, Durability};
use std::path::Path;

/// The three files. Clones share the same connections.
#[derive(Debug, Clone)]
pub struct Store {
    pub ledger: Ledger,
    pub usage: Usage,
    pub console: Console,
}

impl Store {
    /// Opens the files in `dir` and migrates them; creates what is missing, the directory with mode
    /// 0700 and the files with 0600.
    ///
    /// # Errors
    /// Every error names the directory or the file it is about.
    pub async fn open(dir: &Path) -> Result<Store, Error> {
        files::prepare_directory(dir)?;
        // At the same time: each waits for the disk, and a first start makes all three.
        let (ledger, usage, console) = (dir.join("ledger.db"), dir.join("usage.db"), dir.join("console.db"));
        let (ledger, usage, console) = tokio::try_join!(
            Database::open(&ledger, Durability::EveryCommit, sqlx::migrate!("../../migrations/ledger")),
            Database::open(&usage, Durability::Process, sqlx::migrate!("../../migrations/usage")),
            Database::open(&console, Durability::Process, sqlx::migrate!("../../migrations/console")),
        )?;
        Ok(Store { ledger: Ledger::new(ledger), usage: Usage::new(usage), console: Console::new(console) })
    }

    /// For `/readyz`: each file answers a cheap query and has every migration of this version.
    ///
    /// # Errors
    /// The first file that does not.
    pub async fn check(&self) -> Result<(), Error> {
        for database in self.databases() {
            database.check().await?;
        }
        Ok(())
    }

    /// Waits for what is under way, folds the write-ahead logs into the files and closes them.
    /// Anything asked afterwards is an error.
    pub async fn close(&self) {
        for database in self.databases() {
            database.close().await;
        }
    }

    fn databases(&self) -> [&Database; 3] {
        [self.ledger.database(), self.usage.database(), self.console.database()]
    }
}
