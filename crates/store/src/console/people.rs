//! Who has signed in, and what their role came from.

use super::Console;
use crate::{Error, ledger::role_text};
use domain::{Role, Timestamp};

/// Someone as of their last sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The provider's `sub`.
    pub id: String,
    pub name: String,
    /// What the role claim held.
    pub claim_values: Vec<String>,
    pub role: Role,
    pub seen_at: Timestamp,
}

pub(super) fn texts(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

pub(super) fn role(text: &str) -> Role {
    Role::ALL.into_iter().find(|role| role_text(*role) == text).unwrap_or(Role::Nobody)
}

impl Console {
    /// Keeps the person as they are now; the role at the last sign-in, if there was one.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn save_person(&self, person: &Person) -> Result<Option<Role>, Error> {
        let before: Option<(String,)> = sqlx::query_as("SELECT role FROM person WHERE id = ?1")
            .bind(&person.id)
            .fetch_optional(self.0.writer())
            .await
            .map_err(|source| self.0.failed(source))?;
        let values = serde_json::Value::from(person.claim_values.clone()).to_string();
        sqlx::query(
            "INSERT INTO person (id, name, claim_values, role, seen_at_ms) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE \
             SET name = excluded.name, claim_values = excluded.claim_values, role = excluded.role, seen_at_ms = excluded.seen_at_ms",
        )
        .bind(&person.id)
        .bind(&person.name)
        .bind(values)
        .bind(role_text(person.role))
        .bind(person.seen_at.0)
        .execute(self.0.writer())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(before.map(|(text,)| role(&text)))
    }

    /// The role that the operator of the host gave this person, while it lasts.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn recovery_of(&self, person_id: &str, now: Timestamp) -> Result<Option<(Role, Timestamp)>, Error> {
        let row: Option<(String, i64)> =
            sqlx::query_as("SELECT role, expires_at_ms FROM recovery WHERE person_id = ?1 AND expires_at_ms > ?2")
                .bind(person_id)
                .bind(now.0)
                .fetch_optional(self.0.reader())
                .await
                .map_err(|source| self.0.failed(source))?;
        Ok(row.map(|(text, until)| (role(&text), Timestamp(until))))
    }

    /// Gives a role until then, in place of what was given before.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn recover(&self, person_id: &str, given: Role, until: Timestamp) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO recovery (person_id, role, expires_at_ms) VALUES (?1, ?2, ?3) \
             ON CONFLICT (person_id) DO UPDATE SET role = excluded.role, expires_at_ms = excluded.expires_at_ms",
        )
        .bind(person_id)
        .bind(role_text(given))
        .bind(until.0)
        .execute(self.0.writer())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(())
    }
}
