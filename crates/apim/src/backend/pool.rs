//! The pool part of a backend: members, session affinity, and the answer when none can.

use super::{Backend, resource_name};
use crate::overlay::{edit, edit_existing, find, integer, items, object, set_number, set_text, text};
use serde_json::{Map, Value};

/// `properties.pool`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool {
    pub members: Vec<PoolMember>,
    /// `sessionAffinity.sessionId.name`: the cookie that keeps a caller with a member.
    pub session_cookie: Option<String>,
    /// `failureResponse.statusCode`: what callers get when no member can answer.
    pub failure_status: Option<u32>,
}

/// One of `pool.services`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolMember {
    /// A full ARM id, or `/backends/{name}`.
    pub id: String,
    /// 0 to 100 within its priority.
    pub weight: Option<u32>,
    /// 0 to 100; the lowest is asked first.
    pub priority: Option<u32>,
}

impl Backend {
    /// `None` without `properties.pool`, whatever the type says. Members without an id are left out.
    pub fn pool(&self) -> Option<Pool> {
        let pool = self.find("pool").filter(|pool| pool.is_object())?;
        Some(Pool {
            members: items(pool, "services").iter().filter_map(member).collect(),
            session_cookie: session_cookie(pool),
            failure_status: failure_status(pool),
        })
    }

    /// Lays `pool` over what is there. Members are recognised by their id, without case, and then
    /// keep their spelling and whatever else they hold.
    pub fn set_pool(&mut self, pool: &Pool) {
        let Some(current) = self.pool() else {
            return self.edit(|properties| edit(properties, "pool", |target| lay(target, &Pool::default(), pool)));
        };
        if current != *pool {
            self.edit(|properties| edit(properties, "pool", |target| lay(target, &current, pool)));
        }
    }
}

fn member(item: &Value) -> Option<PoolMember> {
    let number = |name: &str| item.get(name).and_then(integer).and_then(|number| u32::try_from(number).ok());
    Some(PoolMember { id: text(item, "id")?.to_owned(), weight: number("weight"), priority: number("priority") })
}

fn session_cookie(pool: &Value) -> Option<String> {
    let session = find(find(pool, "sessionAffinity")?, "sessionId")?;
    text(session, "name").filter(|name| !name.is_empty()).map(str::to_owned)
}

fn failure_status(pool: &Value) -> Option<u32> {
    find(pool, "failureResponse")?.get("statusCode").and_then(integer).and_then(|status| u32::try_from(status).ok())
}

fn lay(target: &mut Map<String, Value>, current: &Pool, wanted: &Pool) {
    if current.members != wanted.members {
        let services = target.get_mut("services").map(Value::take);
        target.insert("services".into(), Value::Array(lay_members(services, &wanted.members)));
    }
    if current.session_cookie != wanted.session_cookie {
        lay_session(target, wanted.session_cookie.as_deref());
    }
    if current.failure_status != wanted.failure_status {
        match wanted.failure_status {
            Some(status) => edit(target, "failureResponse", |response| _ = response.insert("statusCode".into(), status.into())),
            None => edit_existing(target, "failureResponse", |response| _ = response.remove("statusCode")),
        }
    }
}

/// The wanted members in the wanted order; items that aren't members stay at the end.
fn lay_members(services: Option<Value>, wanted: &[PoolMember]) -> Vec<Value> {
    let mut stored = match services {
        Some(Value::Array(items)) => items,
        _ => vec![],
    };
    let mut laid = Vec::with_capacity(wanted.len());
    for member in wanted {
        let found = position(&stored, &member.id);
        let mut item = found.map(|index| object(stored.remove(index))).unwrap_or_default();
        if found.is_none() {
            item.insert("id".into(), Value::from(member.id.as_str()));
        }
        set_number(&mut item, "weight", member.weight.map(i64::from));
        set_number(&mut item, "priority", member.priority.map(i64::from));
        laid.push(Value::Object(item));
    }
    laid.extend(stored.into_iter().filter(|item| text(item, "id").is_none()));
    laid
}

/// The stored member with this id, else one that names the same backend in the short form.
fn position(stored: &[Value], id: &str) -> Option<usize> {
    let is_short = |id: &str| id.trim_start_matches('/').split('/').count() <= 2;
    let same = |item: &Value| text(item, "id").is_some_and(|stored| stored.eq_ignore_ascii_case(id));
    let alike = |item: &Value| {
        text(item, "id")
            .is_some_and(|stored| (is_short(stored) || is_short(id)) && resource_name(stored).eq_ignore_ascii_case(resource_name(id)))
    };
    stored.iter().position(same).or_else(|| stored.iter().position(alike))
}

fn lay_session(target: &mut Map<String, Value>, cookie: Option<&str>) {
    let Some(cookie) = cookie else {
        return edit_existing(target, "sessionAffinity", |affinity| _ = affinity.remove("sessionId"));
    };
    edit(target, "sessionAffinity", |affinity| {
        edit(affinity, "sessionId", |session| {
            session.entry("source").or_insert("cookie".into());
            set_text(session, "name", Some(cookie));
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::backend::BackendKind;
    use serde_json::json;

    fn stored() -> Backend {
        Backend::from_value(json!({ "properties": { "type": "Pool", "url": null, "pool": {
            "services": [
                { "id": "/s/backends/East", "weight": 3, "priority": null, "preferredCarbonEmission": "Low" },
                { "id": "/s/backends/west", "priority": 2, "new": { "deep": [null] } },
                { "odd": true }
            ],
            "sessionAffinity": { "sessionId": { "source": "cookie", "name": "sid", "new": 1 }, "other": 2 },
            "failureResponse": { "statusCode": 503, "reason": "busy" }, "later": 4 } } }))
    }

    #[test]
    fn members_keep_what_is_not_shown() {
        let mut backend = stored();
        let mut pool = backend.pool().unwrap();
        assert_eq!(pool.members[0], PoolMember { id: "/s/backends/East".into(), weight: Some(3), priority: None });
        pool.members.swap(0, 1);
        pool.members[1].id = "/S/BACKENDS/EAST".into();
        pool.members[1].weight = None;
        pool.members[0].weight = Some(50);
        pool.members.push(PoolMember { id: "/s/backends/north".into(), weight: None, priority: Some(1) });
        backend.set_pool(&pool);
        assert_eq!(
            backend.raw().pointer("/properties/pool/services"),
            Some(&json!([
                { "id": "/s/backends/west", "weight": 50, "priority": 2, "new": { "deep": [null] } },
                { "id": "/s/backends/East", "priority": null, "preferredCarbonEmission": "Low" },
                { "id": "/s/backends/north", "priority": 1 },
                { "odd": true }
            ]))
        );
        assert_eq!(backend.raw().pointer("/properties/pool/later"), Some(&json!(4)));
    }

    #[test]
    fn session_and_failure_status_come_and_go() {
        let mut backend = stored();
        let pool = backend.pool().unwrap();
        assert_eq!((pool.session_cookie.as_deref(), pool.failure_status), (Some("sid"), Some(503)));
        backend.set_pool(&Pool { session_cookie: Some("other".into()), failure_status: Some(429), ..pool.clone() });
        let affinity = json!({ "sessionId": { "source": "cookie", "name": "other", "new": 1 }, "other": 2 });
        assert_eq!(backend.raw().pointer("/properties/pool/sessionAffinity"), Some(&affinity));
        backend.set_pool(&Pool { session_cookie: None, failure_status: None, ..pool });
        assert_eq!(backend.raw().pointer("/properties/pool/sessionAffinity"), Some(&json!({ "other": 2 })));
        assert_eq!(backend.raw().pointer("/properties/pool/failureResponse"), Some(&json!({ "reason": "busy" })));
    }

    #[test]
    fn a_short_id_is_the_same_member_and_a_twin_elsewhere_is_not() {
        let services = |id: &str| json!({ "properties": { "pool": { "services": [{ "id": id, "new": 1 }] } } });
        let full = PoolMember { id: "/subscriptions/s/x/backends/a".into(), weight: Some(1), priority: None };
        let mut backend = Backend::from_value(services("/backends/A"));
        backend.set_pool(&Pool { members: vec![full.clone()], ..Pool::default() });
        assert_eq!(backend.raw().pointer("/properties/pool/services/0"), Some(&json!({ "id": "/backends/A", "new": 1, "weight": 1 })));
        let mut backend = Backend::from_value(services("/subscriptions/other/y/backends/a"));
        backend.set_pool(&Pool { members: vec![full], ..Pool::default() });
        assert_eq!(
            backend.raw().pointer("/properties/pool/services"),
            Some(&json!([{ "id": "/subscriptions/s/x/backends/a", "weight": 1 }]))
        );
    }

    #[test]
    fn a_new_pool() {
        let mut backend = Backend::new(BackendKind::Pool);
        let member = PoolMember { id: "/backends/a".into(), weight: Some(0), priority: None };
        backend.set_pool(&Pool { members: vec![member], session_cookie: Some("sid".into()), failure_status: None });
        assert_eq!(
            backend.body(),
            json!({ "properties": { "type": "Pool", "pool": {
                "services": [{ "id": "/backends/a", "weight": 0 }],
                "sessionAffinity": { "sessionId": { "source": "cookie", "name": "sid" } } } } })
        );
    }
}
