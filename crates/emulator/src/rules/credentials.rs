//! Backend credentials: maps of header and query values, an authorization header, certificates.

use serde_json::Value;

use super::Problem;
use super::fields::{self, Object};

pub(super) fn check(properties: &Object, problems: &mut Vec<Problem>) {
    let Some(credentials) = fields::object(properties, "credentials", "credentials", problems) else {
        return;
    };
    for name in ["certificateIds", "certificate"] {
        fields::array(credentials, name, &format!("credentials.{name}"), 32, problems);
    }
    for name in ["header", "query"] {
        check_values(credentials, name, problems);
    }
    let Some(authorization) = fields::object(credentials, "authorization", "credentials.authorization", problems) else {
        return;
    };
    for (name, max) in [("scheme", 100), ("parameter", 300)] {
        let target = format!("credentials.authorization.{name}");
        if fields::set(authorization, name).is_none() {
            problems.push(Problem::new(&*target, format!("{} is required.", fields::word(name))));
        }
        fields::text(authorization, name, &target, max, problems);
    }
}

fn check_values(credentials: &Object, name: &str, problems: &mut Vec<Problem>) {
    let target = format!("credentials.{name}");
    let Some(values) = fields::object(credentials, name, &target, problems) else {
        return;
    };
    let is_texts = |value: &Value| value.as_array().is_some_and(|texts| texts.iter().all(Value::is_string));
    for (key, _) in values.iter().filter(|(_, value)| !is_texts(value)) {
        problems.push(Problem::new(format!("{target}.{key}"), "A credential must be a list of texts."));
    }
}
