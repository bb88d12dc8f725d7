//! Reads the relay's address: `[api_path/]deployments/{id}/chat/completions`, as the gateway's own
//! API has it, so that a client library needs another base URL and nothing else.

use domain::{FieldError, Problem, ProblemCode, chat::ChatRoute};
use serde::Deserialize;

/// The query.
#[derive(Debug, Default, Deserialize)]
pub struct Choice {
    /// Whose key is used.
    #[serde(default)]
    pub subscription: String,
    #[serde(default, rename = "api-version")]
    pub api_version: String,
}

/// `path` is percent-decoded. Whether its parts are sound names is the use case's to say.
pub fn route(path: &str, choice: Choice) -> Result<ChatRoute, Box<Problem>> {
    let segments: Vec<_> = path.split('/').collect();
    let [prefix @ .., "deployments", deployment, "chat", "completions"] = segments.as_slice() else {
        return Err(Box::new(Problem::new(
            ProblemCode::NotFound,
            "The relay serves deployments/{id}/chat/completions, optionally behind the path of an API.",
        )));
    };
    if choice.subscription.is_empty() {
        let field = FieldError::new("subscription", "Choose the subscription whose key is used.");
        return Err(Box::new(Problem::invalid(vec![field])));
    }
    Ok(ChatRoute {
        deployment: (*deployment).to_owned(),
        api_path: prefix.join("/"),
        subscription: choice.subscription,
        api_version: choice.api_version,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Result<ChatRoute, Box<Problem>> {
        route(path, Choice { subscription: "demo".into(), api_version: "2024-10-21".into() })
    }

    #[test]
    fn the_path_of_the_api_is_optional() {
        let plain = of("deployments/gpt-4o/chat/completions").unwrap();
        assert_eq!((plain.api_path.as_str(), plain.deployment.as_str()), ("", "gpt-4o"));
        let nested = of("team/openai/deployments/gpt-4o/chat/completions").unwrap();
        assert_eq!((nested.api_path.as_str(), nested.deployment.as_str()), ("team/openai", "gpt-4o"));
    }

    #[test]
    fn nothing_else_is_relayed() {
        for path in ["", "mcp", "deployments/gpt-4o/chat", "deployments/a/b/chat/completions", "deployments/gpt-4o/chat/completions/"] {
            assert_eq!(of(path).map_err(|problem| problem.code), Err(ProblemCode::NotFound), "{path}");
        }
        let problem = route("deployments/gpt-4o/chat/completions", Choice::default()).unwrap_err();
        assert_eq!(problem.fields[0].field, "subscription");
    }
}
