//! One's own sessions, and for administrators everyone's.

use super::target;
use crate::{Control, Error, Op};
use domain::{
    Operation,
    access::RoleReason,
    audit::Outcome,
    identity::{Everyone, Me, SessionInfo, SettingLine},
};

impl Control {
    /// Who one is, in which role and why, with one's sessions and tokens. `session` is the public id
    /// of the one that asks. `Permission:` anyone signed in.
    pub async fn me(&self, op: &Op, session: &str, reason: Option<RoleReason>) -> Result<Me, Error> {
        op.authorise(Operation::SessionList)?;
        let (now, console, id) = (op.clock.now(), &self.inner.store.console, op.actor.id.as_str());
        let (sessions, tokens) = futures::join!(console.list_sessions(Some(id), now), console.list_tokens(Some(id), now));
        let sessions = marked(sessions?, session);
        let gateways = self.list_gateways(op).into_iter().map(|(gateway, _)| gateway.name).collect();
        let azure = self.azure_connections(op).await?;
        Ok(Me { name: op.actor.name.clone(), id: id.to_owned(), role: op.actor.role, reason, sessions, tokens: tokens?, gateways, azure })
    }

    /// The configuration as it was put together at boot. `Permission:` administer.
    pub fn settings(&self, op: &Op, lines: Vec<SettingLine>) -> Result<Vec<SettingLine>, Error> {
        op.authorise(Operation::SettingsGet)?;
        Ok(lines)
    }

    /// `session` is the public id of the one that asks. `Permission:` administer.
    pub async fn everyone(&self, op: &Op, session: &str) -> Result<Everyone, Error> {
        op.authorise(Operation::SessionListAll)?;
        let (now, console) = (op.clock.now(), &self.inner.store.console);
        let (sessions, tokens) = futures::join!(console.list_sessions(None, now), console.list_tokens(None, now));
        Ok(Everyone { sessions: marked(sessions?, session), tokens: tokens? })
    }

    /// Ends a session at once, its open streams too. `Permission:` anyone for their own, administer
    /// for someone else's.
    pub async fn revoke_session(&self, op: &Op, session: &str) -> Result<(), Error> {
        op.authorise(Operation::SessionRevoke)?;
        let session = session.to_owned();
        self.to_its_end(op, |control, op| async move { control.end_session(&op, &session).await }).await
    }

    async fn end_session(&self, op: &Op, session: &str) -> Result<(), Error> {
        let console = &self.inner.store.console;
        let is_own = console.list_sessions(Some(&op.actor.id), op.clock.now()).await?.iter().any(|found| found.id == session);
        let operation = if is_own { Operation::SessionRevoke } else { Operation::SessionRevokeOther };
        op.authorise(operation)?;
        let ended = console.end_session(session).await?;
        let whose = ended.ok_or_else(|| Error::NotFound { kind: "session", name: session.to_owned() })?;
        self.inner.leases.end(session);
        self.end_idle_connections(op.clock.now()).await;
        self.record(op, operation, target("session", session), Outcome::Applied, format!("Ended the session of {whose}")).await?;
        Ok(())
    }
}

/// The one that asks is marked: ending it ends oneself.
fn marked(mut sessions: Vec<SessionInfo>, current: &str) -> Vec<SessionInfo> {
    for found in &mut sessions {
        found.is_current = found.id == current;
    }
    sessions
}
