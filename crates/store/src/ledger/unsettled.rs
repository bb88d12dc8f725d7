//! What is not known to have been done or not: intents of processes that are gone, and outcomes that
//! say "unknown". All start at the few rows concerned, not at the whole ledger.

use super::{
    Intent, Ledger,
    row::{IntentRow, intent_columns, readable},
};
use crate::Error;

/// Intents whose latest outcome is unknown; more conditions may follow.
macro_rules! where_unknown {
    () => {
        " FROM outcome o CROSS JOIN intent i ON i.id = o.intent_id WHERE o.outcome = 'unknown' \
         AND o.seq = (SELECT max(seq) FROM outcome WHERE intent_id = o.intent_id)"
    };
}

impl Ledger {
    /// Intents of other processes than `boot_id` that no outcome was ever recorded for, oldest
    /// first: their process ended in between. To be asked at start, when no other process runs.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn orphans(&self, boot_id: &str, limit: u32) -> Result<Vec<Intent>, Error> {
        let rows = sqlx::query_as(concat!(
            "SELECT ",
            intent_columns!(),
            " FROM intent i WHERE i.id IN (SELECT c.id FROM intent c INDEXED BY intent_by_boot WHERE c.boot_id <> ?1 \
             AND NOT EXISTS (SELECT 1 FROM outcome WHERE intent_id = c.id)) ORDER BY i.id LIMIT ?2"
        ))
        .bind(boot_id)
        .bind(limit)
        .fetch_all(self.database().reader())
        .await
        .map_err(|source| self.database().failed(source))?;
        Ok(self.intents(rows))
    }

    /// Intents whose latest outcome is unknown and that reading Azure can settle, newest first: an
    /// old one that never settles must not keep the new ones from their turn. Those whose latest
    /// outcome has the note `hopeless` are left out.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn unknown(&self, limit: u32, hopeless: &str) -> Result<Vec<Intent>, Error> {
        let rows = sqlx::query_as(concat!(
            "SELECT ",
            intent_columns!(),
            where_unknown!(),
            " AND i.is_settleable = 1 AND o.note <> ?2 ORDER BY o.intent_id DESC LIMIT ?1"
        ))
        .bind(limit)
        .bind(hopeless)
        .fetch_all(self.database().reader())
        .await
        .map_err(|source| self.database().failed(source))?;
        Ok(self.intents(rows))
    }

    /// The names of the targets of one kind whose state is not known, each once, in alphabetical
    /// order: the outcome of a change that reading can settle is unknown, and no later one was made.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn unknown_names(&self, gateway: &str, kind: &str) -> Result<Vec<String>, Error> {
        sqlx::query_scalar(concat!(
            "SELECT DISTINCT i.target_name",
            where_unknown!(),
            " AND i.gateway = ?1 AND i.target_kind = ?2 AND i.is_settleable = 1 AND NOT EXISTS (SELECT 1 FROM intent later \
             JOIN outcome made ON made.intent_id = later.id WHERE later.gateway = i.gateway AND later.target_kind = i.target_kind \
             AND later.target_name = i.target_name AND later.id > i.id AND later.is_settleable = 1 AND made.outcome = 'applied') \
             ORDER BY i.target_name"
        ))
        .bind(gateway)
        .bind(kind)
        .fetch_all(self.database().reader())
        .await
        .map_err(|source| self.database().failed(source))
    }

    /// How many intents have "unknown" as their latest outcome, of one gateway or of all. Those
    /// without an outcome are not among them: they may still be under way.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn count_unknown(&self, gateway: Option<&str>, hidden: &[String]) -> Result<u32, Error> {
        let mut sql = sqlx::QueryBuilder::new(concat!("SELECT count(*)", where_unknown!()));
        if let Some(gateway) = gateway {
            sql.push(" AND i.gateway = ").push_bind(gateway);
        }
        for name in hidden {
            sql.push(" AND i.gateway <> ").push_bind(name);
        }
        let query = sql.build_query_scalar().fetch_one(self.database().reader());
        query.await.map_err(|source| self.database().failed(source))
    }

    fn intents(&self, rows: Vec<IntentRow>) -> Vec<Intent> {
        readable(rows.into_iter().map(|row| row.into_intent(self.database())))
    }
}
