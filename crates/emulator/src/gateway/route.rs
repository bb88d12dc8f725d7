//! Which API and operation a path means: the longest `path` of an API wins, then its operations' templates.
//! Segments compare without case; `{param}` stands for one segment, `*` for the rest, and a word wins over both.

use std::sync::Arc;

use http::Method;

use crate::state::{Resource, Tree};

/// A matched operation.
pub(super) struct Route {
    pub(super) api: Arc<Resource>,
    pub(super) operation: Arc<Resource>,
    /// The path after the API's own, `/deployments/gpt-4o/chat/completions`, as the client spelled it.
    pub(super) rest: String,
}

/// `None` when no API has the path, or the API no such operation.
pub(super) fn find(tree: &Tree, method: &Method, path: &str) -> Option<Route> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let candidates = tree.children("/apis").filter_map(|api| {
        let own: Vec<&str> = api.text("path")?.split('/').filter(|segment| !segment.is_empty()).collect();
        is_addressed(api, &segments, &own).then_some((own.len(), api))
    });
    let (depth, api) = candidates.max_by_key(|(depth, _)| *depth)?;
    let rest = &segments[depth..];
    let collection = format!("{}/operations", api.path);
    let fitting = tree.children(&collection).filter_map(|operation| {
        let is_method = operation.text("method").is_some_and(|name| name.eq_ignore_ascii_case(method.as_str()));
        Some((fit(operation.text("urlTemplate").filter(|_| is_method)?, rest)?, operation))
    });
    let (_, operation) = fitting.min_by(|(one, _), (other, _)| one.cmp(other))?;
    Some(Route {
        api: api.clone(),
        operation: operation.clone(),
        rest: rest.iter().fold(String::new(), |path, segment| path + "/" + segment),
    })
}

/// Whether a path begins with an API's own. `;rev=N` after it asks for a revision; without it the current one answers.
fn is_addressed(api: &Resource, segments: &[&str], own: &[&str]) -> bool {
    let Some(last) = own.len().checked_sub(1) else { return is_current(api) };
    if segments.len() < own.len() {
        return false;
    }
    let (name, revision) = segments[last].split_once(";rev=").map_or((segments[last], None), |(name, number)| (name, Some(number)));
    let is_alike = |(segment, own): (&&str, &&str)| segment.eq_ignore_ascii_case(own);
    let is_wanted = revision.map_or_else(|| is_current(api), |number| api.text("apiRevision") == Some(number));
    is_wanted && name.eq_ignore_ascii_case(own[last]) && segments[..last].iter().zip(&own[..last]).all(is_alike)
}

fn is_current(api: &Resource) -> bool {
    api.properties.get("isCurrent") != Some(&serde_json::Value::Bool(false))
}

/// How a segment is matched; the first is the closest.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fit {
    Word,
    Parameter,
    Rest,
}

/// How a path fits a template, segment by segment; `None` when it does not.
fn fit(template: &str, segments: &[&str]) -> Option<Vec<Fit>> {
    let (mut segments, mut found) = (segments.iter(), Vec::new());
    for word in template.split('/').filter(|word| !word.is_empty()) {
        if word == "*" {
            found.push(Fit::Rest);
            return Some(found);
        }
        let segment = segments.next()?;
        let is_parameter = word.starts_with('{') && word.ends_with('}');
        if !is_parameter && !segment.eq_ignore_ascii_case(word) {
            return None;
        }
        found.push(if is_parameter { Fit::Parameter } else { Fit::Word });
    }
    segments.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit};

    #[test]
    fn templates_match_whole_paths() {
        let template = "/deployments/{deployment-id}/chat/completions";
        assert!(fit(template, &["Deployments", "gpt-4o", "chat", "completions"]).is_some());
        assert_eq!(fit(template, &["deployments", "gpt-4o", "chat"]), None);
        assert_eq!(fit(template, &["deployments", "gpt-4o", "chat", "completions", "x"]), None);
        assert_eq!(fit("/models/*", &["models", "a", "b"]), Some(vec![Fit::Word, Fit::Rest]));
    }

    #[test]
    fn a_word_is_closer_than_a_parameter_and_that_than_the_rest() {
        let of = |template| fit(template, &["orders", "all"]).unwrap();
        assert!(of("/orders/all") < of("/orders/{id}") && of("/orders/{id}") < of("/orders/*"));
    }
}
