//! Connections to Azure as the person: made, shown, ended.
//!
//! How Azure vouches for someone, and how a token is sealed, is the server's business.

use super::{Refusal, target};
use crate::{Control, Error, Op};
use domain::{Operation, Timestamp, audit::Outcome, identity::AzureConnection};
use store::ConnectionRow;
use uuid::Uuid;

/// What Azure said of someone who has connected.
#[derive(Debug, Clone)]
pub struct NewConnection {
    /// Origin of the Resource Manager.
    pub arm_url: String,
    /// As whom, in Azure's words.
    pub account: String,
    /// The refresh token, sealed for this person and address.
    pub sealed_token: String,
}

impl Control {
    /// The Resource Manager that a gateway calls as the person: where a connection leads.
    /// `Permission:` anyone signed in, for a gateway that they may see.
    pub fn connectable(&self, op: &Op, gateway: &str) -> Result<String, Error> {
        op.authorise(Operation::AzureConnect)?;
        self.delegated_arm(op, gateway)
    }

    /// Keeps the connection, in place of the one before; its id. `Permission:` anyone signed in.
    pub async fn connect_azure(&self, op: &Op, new: NewConnection) -> Result<String, Error> {
        op.authorise(Operation::AzureConnect)?;
        self.to_its_end(op, |control, op| async move { control.keep_connection(&op, new).await }).await
    }

    async fn keep_connection(&self, op: &Op, new: NewConnection) -> Result<String, Error> {
        let (now, person) = (op.clock.now(), op.actor.id.as_str());
        let note = format!("Connected to {} as {}", new.arm_url, new.account);
        let row = ConnectionRow {
            person_id: person.to_owned(),
            arm_url: new.arm_url,
            id: Uuid::now_v7().to_string(),
            account: new.account,
            sealed_token: new.sealed_token,
            connected_at: now,
            renewed_at: now,
        };
        self.inner.store.console.save_connection(&row).await?;
        self.forget_person(person, &row.arm_url);
        self.record(op, Operation::AzureConnect, target("azure", &row.arm_url), Outcome::Applied, note).await?;
        Ok(row.id)
    }

    /// A connection that was not made. Never an error: the page says what happened whether it is
    /// recorded or not.
    pub async fn azure_refused(&self, op: &Op, gateway: &str, refusal: &Refusal) {
        let note = format!("{}: {}", refusal.code, refusal.detail);
        if let Err(error) = self.record(op, Operation::AzureConnect, target("azure", gateway), Outcome::Refused, note).await {
            tracing::error!(%error, "a refused connection to Azure could not be recorded");
        }
    }

    /// Ends the connection behind a gateway, for all gateways behind it. `Permission:` anyone signed
    /// in, their own.
    pub async fn disconnect_azure(&self, op: &Op, gateway: &str) -> Result<(), Error> {
        op.authorise(Operation::AzureDisconnect)?;
        let (arm_url, gateway) = (self.delegated_arm(op, gateway)?, gateway.to_owned());
        self.to_its_end(op, |control, op| async move { control.end_connection(&op, &gateway, arm_url).await }).await
    }

    async fn end_connection(&self, op: &Op, gateway: &str, arm_url: String) -> Result<(), Error> {
        let ended = self.inner.store.console.delete_connection(&op.actor.id, &arm_url).await?;
        let account = ended.ok_or_else(|| Error::NotFound { kind: "connection to Azure", name: gateway.to_owned() })?;
        self.forget_person(&op.actor.id, &arm_url);
        let note = format!("Disconnected from {arm_url}, where they were {account}");
        self.record(op, Operation::AzureDisconnect, target("azure", &arm_url), Outcome::Applied, note).await?;
        Ok(())
    }

    /// Where Azure is called as the person, connected or not.
    pub(super) async fn azure_connections(&self, op: &Op) -> Result<Vec<AzureConnection>, Error> {
        let arms = self.delegated_arms(op);
        if arms.is_empty() {
            return Ok(vec![]);
        }
        let rows = self.inner.store.console.list_connections(&op.actor.id).await?;
        let shown = |(arm_url, gateways): (String, Vec<String>)| match rows.iter().find(|row| row.arm_url == arm_url) {
            None => AzureConnection { gateways, arm_url, ..AzureConnection::default() },
            Some(row) => AzureConnection {
                gateways,
                arm_url,
                account: row.account.clone(),
                connected_at: row.connected_at,
                renewed_at: row.renewed_at,
                has_ended: row.sealed_token.is_empty(),
            },
        };
        Ok(arms.into_iter().map(shown).collect())
    }

    /// Ends the connections of people who have no session and no personal token any more. Called
    /// whenever one of those ends.
    pub async fn end_idle_connections(&self, now: Timestamp) {
        match self.inner.store.console.sweep_connections(now).await {
            Ok(0) => {}
            Ok(ended) => {
                tracing::info!(ended, "connections to Azure ended with their person's last session or token");
                self.forget_people();
            }
            Err(error) => tracing::error!(%error, "connections to Azure could not be ended"),
        }
    }
}
