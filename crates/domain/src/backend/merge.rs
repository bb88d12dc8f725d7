//! Three versions of a form: what someone saw, what they made of it, and what is in force now.

use crate::backend::{BackendDraft, CredentialDraft, CredentialsDraft, MemberDraft};

impl BackendDraft {
    /// What this draft changed against `seen`, laid over `current`: whatever the person left alone
    /// is as it is now, however it came to be so.
    pub fn merged(self, seen: &Self, current: &Self) -> Self {
        Self {
            kind: current.kind,
            name: current.name.clone(),
            title: edited(self.title, &seen.title, &current.title),
            description: edited(self.description, &seen.description, &current.description),
            url: edited(self.url, &seen.url, &current.url),
            protocol: edited(self.protocol, &seen.protocol, &current.protocol),
            azure_region: edited(self.azure_region, &seen.azure_region, &current.azure_region),
            members: if same_members(&self.members, &seen.members) { current.members.clone() } else { self.members },
            session_cookie: edited(self.session_cookie, &seen.session_cookie, &current.session_cookie),
            failure_status: edited(self.failure_status, &seen.failure_status, &current.failure_status),
            breaker: edited(self.breaker, &seen.breaker, &current.breaker),
            credentials: credentials(self.credentials, &seen.credentials, &current.credentials),
            proxy: edited(self.proxy, &seen.proxy, &current.proxy),
            validate_chain: edited(self.validate_chain, &seen.validate_chain, &current.validate_chain),
            validate_name: edited(self.validate_name, &seen.validate_name, &current.validate_name),
        }
    }
}

fn edited<T: PartialEq + Clone>(mine: T, seen: &T, current: &T) -> T {
    if mine == *seen { current.clone() } else { mine }
}

/// The form writes members by name, Azure by id.
fn same_members(mine: &[MemberDraft], seen: &[MemberDraft]) -> bool {
    let name = |member: &MemberDraft| member.id.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let is_same = |(mine, seen): (&MemberDraft, &MemberDraft)| {
        name(mine) == name(seen) && mine.weight == seen.weight && mine.priority == seen.priority
    };
    mine.len() == seen.len() && mine.iter().zip(seen).all(is_same)
}

fn credentials(mine: CredentialsDraft, seen: &CredentialsDraft, current: &CredentialsDraft) -> CredentialsDraft {
    let authorization =
        |draft: &CredentialsDraft| (draft.has_authorization, draft.authorization_scheme.clone(), draft.authorization.clone());
    let (has_authorization, authorization_scheme, authorization) =
        edited(authorization(&mine), &authorization(seen), &authorization(current));
    CredentialsDraft {
        headers: rows(mine.headers, &seen.headers, &current.headers),
        query: rows(mine.query, &seen.query, &current.query),
        has_authorization,
        authorization_scheme,
        authorization,
    }
}

/// Row by row, by name: rows that someone else added stay, rows that they removed are gone.
fn rows(mine: Vec<CredentialDraft>, seen: &[CredentialDraft], current: &[CredentialDraft]) -> Vec<CredentialDraft> {
    let has = |rows: &[CredentialDraft], name: &str| rows.iter().any(|row| row.name.eq_ignore_ascii_case(name));
    let added: Vec<_> = current.iter().filter(|row| !has(seen, &row.name) && !has(&mine, &row.name)).cloned().collect();
    let kept = mine.into_iter().filter(|row| !seen.contains(row) || has(current, &row.name));
    kept.chain(added).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::{BackendKind, SecretAction, SecretDraft};

    fn stored(name: &str) -> CredentialDraft {
        CredentialDraft { name: name.into(), is_stored: true, secret: SecretDraft::default() }
    }

    #[test]
    fn what_was_left_alone_is_as_it_is_now() {
        let seen = BackendDraft { title: "old".into(), description: "d".into(), ..BackendDraft::new(BackendKind::Single) };
        let mine = BackendDraft { title: "mine".into(), ..seen.clone() };
        let current = BackendDraft { description: "theirs".into(), url: "https://theirs".into(), ..seen.clone() };
        let merged = mine.merged(&seen, &current);
        assert_eq!((merged.title.as_str(), merged.description.as_str(), merged.url.as_str()), ("mine", "theirs", "https://theirs"));
    }

    #[test]
    fn nothing_edited_is_what_is_in_force() {
        let seen = BackendDraft::new(BackendKind::Pool);
        let current = BackendDraft { title: "theirs".into(), ..seen.clone() };
        assert_eq!(seen.clone().merged(&seen, &current), current);
    }

    #[test]
    fn members_by_name_are_members_by_id() {
        let member = |id: &str| MemberDraft { id: id.into(), weight: "1".into(), priority: String::new() };
        let seen = BackendDraft { members: vec![member("/subscriptions/s/backends/a")], ..BackendDraft::new(BackendKind::Pool) };
        let mine = BackendDraft { members: vec![member("a")], ..seen.clone() };
        let current = BackendDraft { members: vec![member("/subscriptions/s/backends/b")], ..seen.clone() };
        assert_eq!(mine.merged(&seen, &current).members, current.members);
    }

    #[test]
    fn credentials_merge_row_by_row() {
        let mut seen = BackendDraft::new(BackendKind::Single);
        seen.credentials.headers = vec![stored("a"), stored("b")];
        let mut mine = seen.clone();
        mine.credentials.headers[0].secret = SecretDraft { action: SecretAction::Replace, value: "new".into() };
        let mut current = seen.clone();
        current.credentials.headers = vec![stored("a"), stored("theirs")];
        let merged = mine.merged(&seen, &current).credentials.headers;
        assert_eq!(merged.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["a", "theirs"]);
        assert_eq!(merged[0].secret.action, SecretAction::Replace);
    }
}
