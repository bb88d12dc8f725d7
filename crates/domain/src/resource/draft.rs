//! What a person is typing: every value as text, so that nothing typed is lost when it is refused.

use super::{Key, Kind, schema::Shape};
use crate::{FieldError, Pairs};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The values of a form by the path of the property below `properties`: `credentials.name`. A path
/// that is missing is left as it is; an empty text unsets it. Secrets are only ever here when they
/// were just typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The resource's id; fixed once it exists.
    pub name: String,
    /// Which of the kind's variants: decides what the form shows.
    #[serde(default)]
    pub variant: String,
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// A save as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveResource {
    /// Its name is ignored: the draft has it.
    pub key: Key,
    pub draft: Draft,
    /// What the form showed at first; `None`: it is new, or a script that sends what it wants.
    #[serde(default)]
    pub seen: Option<Draft>,
    /// The version it is based on; `None`: it is new.
    pub etag: Option<String>,
    /// Explicitly whatever is there now.
    #[serde(default)]
    pub is_overwrite: bool,
}

/// What a form starts from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormStart {
    pub draft: Draft,
    /// Empty: it is new.
    pub etag: String,
    /// Names to offer, by the path of the property that takes them.
    pub options: BTreeMap<String, Vec<String>>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("name", &self.name).field("variant", &self.variant).finish_non_exhaustive()
    }
}

impl Draft {
    /// An empty form of this variant, with the values that suit most.
    pub fn new(kind: Kind, variant: &str) -> Self {
        let variant = kind.variant(variant).slug;
        let values = kind.inputs(variant).map(|input| (input.path.to_owned(), input.initial.to_owned())).collect();
        Self { name: String::new(), variant: variant.into(), values }
    }

    pub fn value(&self, path: &str) -> &str {
        self.values.get(path).map(String::as_str).unwrap_or_default()
    }

    /// Reads everything the form has; nothing is judged here. A box that is not ticked is not sent.
    pub fn from_pairs(kind: Kind, pairs: &Pairs) -> Self {
        let variant = kind.variant(&pairs.text("variant")).slug;
        let values = kind.inputs(variant).map(|input| (input.path.to_owned(), read(input.shape, input.path, pairs))).collect();
        Self { name: pairs.text("name"), variant: variant.into(), values }
    }

    /// What this draft changed against `seen`, laid over `current`: whatever the person left alone
    /// is as it is now, however it came to be so.
    pub fn merged(mut self, seen: &Self, current: &Self) -> Self {
        let is_untouched = |path: &String, value: &String| seen.values.get(path) == Some(value);
        self.values = self
            .values
            .into_iter()
            .map(|(path, value)| if is_untouched(&path, &value) { (path.clone(), current.value(&path).to_owned()) } else { (path, value) })
            .collect();
        self
    }

    /// The paths of the secrets that were typed.
    pub fn secrets(&self, kind: Kind) -> impl Iterator<Item = &'static str> + use<'_> {
        let secrets = kind.inputs(&self.variant).filter(|input| input.shape == Shape::Secret);
        secrets.map(|input| input.path).filter(|path| !self.value(path).is_empty())
    }

    /// The draft without the secrets that were typed: what may be written into a page.
    pub fn without_secrets(mut self, kind: Kind) -> Self {
        for input in kind.inputs(&self.variant.clone()).filter(|input| input.shape == Shape::Secret) {
            self.values.insert(input.path.to_owned(), String::new());
        }
        self
    }

    /// Everything that is wrong with it by itself, each beside its field.
    pub fn errors(&self, kind: Kind, is_new: bool) -> Vec<FieldError> {
        let name = is_new.then(|| kind.name_error(&self.name)).flatten().map(|message| FieldError::new("name", message));
        let fields = kind.inputs(&self.variant).filter_map(|input| {
            let value = self.values.get(input.path)?;
            let message = input.error(value, is_new)?;
            Some(FieldError::new(input.path, message))
        });
        name.into_iter().chain(fields).collect()
    }
}

fn read(shape: Shape, path: &str, pairs: &Pairs) -> String {
    match shape {
        Shape::Flag { .. } => pairs.is_checked(path).to_string(),
        Shape::Choices(_) => {
            pairs.0.iter().filter(|(name, _)| name == path).map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("\n")
        }
        Shape::Words => lines(pairs.find(path).unwrap_or_default()),
        // What someone typed as a secret or as text of many lines is kept to the letter.
        Shape::Secret | Shape::Paragraph { .. } | Shape::Document => pairs.find(path).unwrap_or_default().replace("\r\n", "\n"),
        _ => pairs.text(path),
    }
}

/// One entry a line (commas will do), trimmed, without empty ones.
fn lines(text: &str) -> String {
    text.split(['\n', ',']).map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().map(|(name, value)| (*name, *value)).collect()
    }

    #[test]
    fn a_form_is_read_whole() {
        let posted = pairs(&[("name", " ai "), ("displayName", " AI "), ("subscriptionsLimit", "x"), ("description", " a\r\nb ")]);
        let draft = Draft::from_pairs(Kind::Product, &posted);
        assert_eq!((draft.name.as_str(), draft.value("displayName")), ("ai", "AI"));
        assert_eq!(draft.value("subscriptionsLimit"), "x", "bad input is kept");
        assert_eq!(draft.value("description"), " a\nb ");
        assert_eq!(draft.value("subscriptionRequired"), "false", "an unticked box is not sent");
    }

    #[test]
    fn only_what_was_edited_is_laid_over_a_newer_version() {
        let form = |title: &str, state: &str| {
            let mut draft = Draft::new(Kind::Product, "");
            draft.values.insert("displayName".into(), title.into());
            draft.values.insert("state".into(), state.into());
            draft
        };
        let merged = form("Mine", "notPublished").merged(&form("Old", "notPublished"), &form("Theirs", "published"));
        assert_eq!((merged.value("displayName"), merged.value("state")), ("Mine", "published"));
    }

    #[test]
    fn typed_secrets_never_go_back_to_a_page() {
        let posted = pairs(&[("variant", "secret"), ("name", "x"), ("value", "hunter2")]);
        let draft = Draft::from_pairs(Kind::NamedValue, &posted);
        assert_eq!(draft.value("value"), "hunter2");
        assert!(!format!("{draft:?}").contains("hunter2"));
        assert_eq!(draft.without_secrets(Kind::NamedValue).value("value"), "");
    }
}
