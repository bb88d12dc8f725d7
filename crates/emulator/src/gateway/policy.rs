//! Which backend a policy document sends a request to: the first `set-backend-service` with a `backend-id`.
//! A scan, not a policy engine: conditions and expressions are not evaluated.

/// The id, or `None` when the document names no backend.
pub(super) fn backend_id(document: &str) -> Option<String> {
    let document = without_comments(document);
    let mut elements = document.split("<set-backend-service").skip(1);
    elements.find_map(|rest| {
        let (element, _) = rest.split_once('>')?;
        let is_element = element.starts_with(|c: char| c.is_whitespace() || c == '/');
        let value = is_element.then(|| attribute(element, "backend-id")).flatten()?;
        (!value.is_empty() && !value.starts_with("@(")).then(|| value.to_owned())
    })
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let start = element
        .match_indices(name)
        .find(|(index, _)| element[..*index].ends_with(char::is_whitespace))?
        .0;
    let value = element[start + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split_once(quote).map(|(value, _)| value)
}

fn without_comments(document: &str) -> String {
    let mut kept = String::with_capacity(document.len());
    let mut rest = document;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::backend_id;

    #[test]
    fn the_first_named_backend_counts() {
        let document = r#"<policies><inbound><base />
            <!-- <set-backend-service backend-id="old" /> -->
            <set-backend-service
                id="x" backend-id = 'aoai-pool' />
            <set-backend-service backend-id="later" /></inbound></policies>"#;
        assert_eq!(backend_id(document).as_deref(), Some("aoai-pool"));
        assert_eq!(backend_id(r#"<set-backend-service base-url="https://x" />"#), None);
        assert_eq!(backend_id(r#"<set-backend-services backend-id="x" />"#), None);
        assert_eq!(backend_id(r#"<set-backend-service backend-id="@(context.x)" />"#), None);
    }
}
