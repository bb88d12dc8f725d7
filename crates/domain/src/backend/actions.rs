//! What the buttons of the form do to a draft: the same with and without WebAssembly.

use crate::backend::{BackendDraft, BreakerDraft, CredentialDraft, MAX_ROWS, MemberDraft, SecretAction, SecretDraft};

/// The value of the pressed submit button, field `do`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormAction {
    Save,
    /// Save over whatever is in force now.
    Overwrite,
    /// Take the version now in force as the base and keep what was typed.
    Rebase,
    AddMember,
    RemoveMember(usize),
    AddHeader,
    RemoveHeader(usize),
    AddQuery,
    RemoveQuery(usize),
    AddBreaker,
    RemoveBreaker,
}

impl FormAction {
    /// Reads `add-member`, `remove-member.2`, …; anything else saves.
    pub fn parse(text: &str) -> Self {
        let (verb, index) = text.split_once('.').unwrap_or((text, ""));
        let index = index.parse().unwrap_or(usize::MAX);
        match verb {
            "overwrite" => Self::Overwrite,
            "rebase" => Self::Rebase,
            "add-member" => Self::AddMember,
            "remove-member" => Self::RemoveMember(index),
            "add-header" => Self::AddHeader,
            "remove-header" => Self::RemoveHeader(index),
            "add-query" => Self::AddQuery,
            "remove-query" => Self::RemoveQuery(index),
            "add-breaker" => Self::AddBreaker,
            "remove-breaker" => Self::RemoveBreaker,
            _ => Self::Save,
        }
    }

    /// Whether it only changes the form, and asks nothing of Azure.
    pub fn is_local(self) -> bool {
        !matches!(self, Self::Save | Self::Overwrite | Self::Rebase)
    }
}

impl BackendDraft {
    /// Carries out an action that only changes the form.
    pub fn apply(&mut self, action: FormAction) {
        match action {
            FormAction::AddMember => add(&mut self.members, MemberDraft::default()),
            FormAction::RemoveMember(index) => remove(&mut self.members, index),
            FormAction::AddHeader => add(&mut self.credentials.headers, new_credential()),
            FormAction::RemoveHeader(index) => remove_credential(&mut self.credentials.headers, index),
            FormAction::AddQuery => add(&mut self.credentials.query, new_credential()),
            FormAction::RemoveQuery(index) => remove_credential(&mut self.credentials.query, index),
            FormAction::AddBreaker => self.breaker = Some(self.breaker.take().unwrap_or_default()),
            FormAction::RemoveBreaker => self.breaker = None,
            FormAction::Save | FormAction::Overwrite | FormAction::Rebase => {}
        }
    }

    /// A breaker with the values that suit a model endpoint.
    pub fn with_breaker(mut self) -> Self {
        self.breaker = Some(BreakerDraft::default());
        self
    }
}

fn new_credential() -> CredentialDraft {
    CredentialDraft { name: String::new(), is_stored: false, secret: SecretDraft { action: SecretAction::Replace, value: String::new() } }
}

fn add<T>(rows: &mut Vec<T>, row: T) {
    if rows.len() < MAX_ROWS {
        rows.push(row);
    }
}

fn remove<T>(rows: &mut Vec<T>, index: usize) {
    if index < rows.len() {
        rows.remove(index);
    }
}

/// A credential that Azure holds is marked, so that it can be taken back; a new one goes at once.
fn remove_credential(rows: &mut Vec<CredentialDraft>, index: usize) {
    match rows.get_mut(index) {
        Some(row) if row.is_stored && row.secret.action == SecretAction::Remove => row.secret = SecretDraft::default(),
        Some(row) if row.is_stored => row.secret = SecretDraft { action: SecretAction::Remove, value: String::new() },
        Some(_) => remove(rows, index),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::BackendKind;

    #[test]
    fn members_come_and_go() {
        let mut draft = BackendDraft::new(BackendKind::Pool);
        draft.members[0].id = "a".into();
        draft.members[1].id = "b".into();
        draft.apply(FormAction::parse("add-member"));
        draft.apply(FormAction::parse("remove-member.0"));
        draft.apply(FormAction::parse("remove-member.99"));
        draft.apply(FormAction::parse("remove-member.-1"));
        assert_eq!(draft.members.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["b", ""]);
    }

    #[test]
    fn a_stored_credential_is_marked_and_can_be_taken_back() {
        let mut draft = BackendDraft::new(BackendKind::Single);
        draft.credentials.headers.push(CredentialDraft { name: "api-key".into(), is_stored: true, secret: SecretDraft::default() });
        draft.apply(FormAction::RemoveHeader(0));
        assert_eq!(draft.credentials.headers[0].secret.action, SecretAction::Remove);
        draft.apply(FormAction::RemoveHeader(0));
        assert_eq!(draft.credentials.headers[0].secret.action, SecretAction::Keep);
    }

    #[test]
    fn rows_are_bounded() {
        let mut draft = BackendDraft::new(BackendKind::Pool);
        for _ in 0..200 {
            draft.apply(FormAction::AddMember);
        }
        assert_eq!(draft.members.len(), MAX_ROWS);
    }
}
