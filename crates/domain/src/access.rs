//! From what an identity provider says of a person to a role: which claim is read, which of its
//! values give which role, and what the lists of single gateways leave of it.
//!
//! Providers send claims in several shapes (one text, a list, a list inside an object); all of them
//! are read alike. Nothing is asked of anyone here.

use crate::actor::Role;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The claims of one person.
pub type Claims = Map<String, Value>;

/// Claim values by the role that they give; empty lists give it to nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleLists {
    pub admins: Vec<String>,
    pub operators: Vec<String>,
    pub viewers: Vec<String>,
}

impl RoleLists {
    pub fn is_empty(&self) -> bool {
        self.admins.is_empty() && self.operators.is_empty() && self.viewers.is_empty()
    }

    /// The highest role that one of the values gives, and which value that was.
    pub fn find<'a>(&self, values: &'a [String]) -> Option<(Role, &'a str)> {
        let lists = [(Role::Admin, &self.admins), (Role::Operator, &self.operators), (Role::Viewer, &self.viewers)];
        lists.into_iter().find_map(|(role, list)| {
            let value = values.iter().find(|value| list.contains(value))?;
            Some((role, value.as_str()))
        })
    }
}

/// What the configuration says about roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleMapping {
    /// `roles`, `groups`, `email`, `hd`, or a dotted path such as `realm_access.roles`.
    pub claim: String,
    pub lists: RoleLists,
    /// Gateways with lists of their own, by name.
    pub gateways: Vec<(String, RoleLists)>,
}

/// Which role someone has, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleReason {
    pub claim: String,
    /// What the claim holds for this person.
    pub values: Vec<String>,
    /// `None`: signed in, and without a role.
    pub role: Option<Role>,
    /// The value that gave it.
    pub matched: String,
    /// The role on each gateway with lists of its own; `None`: not even to see.
    pub gateways: Vec<(String, Option<Role>)>,
    /// What is odd about the claims, for the person who configures them.
    pub hint: String,
}

impl RoleMapping {
    /// The role of a person of whom the provider says this.
    pub fn reason(&self, claims: &Claims) -> RoleReason {
        let mut reason = self.reason_of(values(claims, &self.claim));
        reason.hint = hint(claims, &self.claim).unwrap_or_default();
        reason
    }

    /// The same from the claim's values, as a session keeps them.
    pub fn reason_of(&self, values: Vec<String>) -> RoleReason {
        let found = self.lists.find(&values);
        let role = found.map(|(role, _)| role);
        let on_gateway = |(name, lists): &(String, RoleLists)| {
            let narrowed = lists.find(&values).map(|(narrowed, _)| role.map_or(Role::Nobody, |role| role.min(narrowed)));
            (name.clone(), narrowed)
        };
        RoleReason {
            claim: self.claim.clone(),
            role,
            matched: found.map(|(_, value)| value.to_owned()).unwrap_or_default(),
            gateways: self.gateways.iter().map(on_gateway).collect(),
            hint: String::new(),
            values,
        }
    }
}

/// The texts that a claim holds: a text is one, a list of texts several; anything else none. An
/// e-mail address counts only when the provider does not call it unverified.
pub fn values(claims: &Claims, path: &str) -> Vec<String> {
    let is_unverified = claims.get("email_verified").is_some_and(|verified| matches!(verified, Value::Bool(false)) || verified == "false");
    if path == "email" && is_unverified {
        return vec![];
    }
    match lookup(claims, path) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => vec![],
    }
}

/// A claim whose own name has dots (a URL, as some providers demand) is found before a path is tried.
fn lookup<'a>(claims: &'a Claims, path: &str) -> Option<&'a Value> {
    if let Some(found) = claims.get(path) {
        return Some(found);
    }
    let mut parts = path.split('.');
    let first = claims.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}

/// Whether the claim is there at all: if not, the provider's userinfo may have it.
pub fn has(claims: &Claims, path: &str) -> bool {
    lookup(claims, path).is_some()
}

/// Entra ID leaves groups out of a token when there are too many, and says so elsewhere.
fn hint(claims: &Claims, path: &str) -> Option<String> {
    let names_elsewhere = claims.get("_claim_names").and_then(Value::as_object).is_some_and(|names| names.contains_key(path));
    let is_overage = names_elsewhere || claims.get("hasgroups").is_some_and(|has| has == true || has == "true");
    if path == "groups" && is_overage {
        return Some(
            "The identity provider left the groups out because there are too many of them. Let it send only the groups that are assigned \
             to the application, or use app roles: oidc.role_claim = \"roles\"."
                .to_owned(),
        );
    }
    let is_unverified = path == "email" && has(claims, "email") && values(claims, path).is_empty();
    if is_unverified {
        return Some("The identity provider says that the e-mail address is not verified, so it gives no role.".to_owned());
    }
    (!has(claims, path)).then(|| format!("The identity provider sent no claim named {path}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims(value: Value) -> Claims {
        value.as_object().cloned().unwrap()
    }

    fn mapping(claim: &str) -> RoleMapping {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        RoleMapping {
            claim: claim.into(),
            lists: RoleLists { admins: list(&["platform"]), operators: list(&["ml"]), viewers: list(&["staff", "contoso.com"]) },
            gateways: vec![
                ("prod".into(), RoleLists { admins: list(&["platform"]), ..RoleLists::default() }),
                ("dev".into(), RoleLists { admins: list(&["ml"]), viewers: list(&["staff"]), ..RoleLists::default() }),
            ],
        }
    }

    #[test]
    fn providers_shapes_are_read_alike() {
        for (claim, sent) in [
            ("roles", json!({ "roles": ["ml", "other"] })),
            ("roles", json!({ "roles": "ml" })),
            ("groups", json!({ "groups": ["0f3c", "ml"] })),
            ("realm_access.roles", json!({ "realm_access": { "roles": ["offline_access", "ml"] } })),
            ("https://example.com/roles", json!({ "https://example.com/roles": ["ml"] })),
        ] {
            assert_eq!(mapping(claim).reason(&claims(sent.clone())).role, Some(Role::Operator), "{claim} {sent}");
        }
        let google = json!({ "hd": "contoso.com", "email": "a@contoso.com" });
        assert_eq!(mapping("hd").reason(&claims(google)).role, Some(Role::Viewer));
        for odd in [json!({}), json!({ "roles": null }), json!({ "roles": { "ml": true } }), json!({ "roles": [1, ["ml"]] })] {
            assert_eq!(mapping("roles").reason(&claims(odd.clone())).role, None, "{odd}");
        }
    }

    #[test]
    fn the_highest_role_wins_and_gateways_only_narrow() {
        let reason = mapping("roles").reason(&claims(json!({ "roles": ["staff", "ml"] })));
        assert_eq!((reason.role, reason.matched.as_str()), (Some(Role::Operator), "ml"));
        assert_eq!(reason.gateways, [("prod".into(), None), ("dev".into(), Some(Role::Operator))], "admin of dev, capped at operator");
        let nobody = mapping("roles").reason(&claims(json!({ "roles": ["guest"] })));
        assert_eq!(nobody.role, None);
        assert!(nobody.gateways.iter().all(|(_, role)| role.is_none()));
    }

    #[test]
    fn an_unverified_address_gives_nothing_and_overage_is_explained() {
        let mapping = RoleMapping {
            claim: "email".into(),
            lists: RoleLists { admins: vec!["a@b.c".into()], ..RoleLists::default() },
            gateways: vec![],
        };
        assert_eq!(mapping.reason(&claims(json!({ "email": "a@b.c" }))).role, Some(Role::Admin));
        for unverified in [json!(false), json!("false")] {
            let reason = mapping.reason(&claims(json!({ "email": "a@b.c", "email_verified": unverified })));
            assert_eq!(reason.role, None);
            assert!(reason.hint.contains("not verified"), "{}", reason.hint);
        }
        let overage = json!({ "_claim_names": { "groups": "src1" }, "_claim_sources": { "src1": { "endpoint": "https://graph" } } });
        assert!(super::tests::mapping("groups").reason(&claims(overage)).hint.contains("too many"));
    }
}
