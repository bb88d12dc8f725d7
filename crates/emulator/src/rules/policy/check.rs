//! What makes a well-formed document wrong: an unknown element, a missing attribute, a name of something that
//! does not exist. Every problem says where.

use super::super::Problem;
use super::document::{Document, Element, Position};
use super::known::{CONTAINERS, POLICIES, REQUIRED, SECTIONS_OF};
use super::{Root, expression, in_element};
use crate::state::Tree;

const SECTIONS: [&str; 4] = ["inbound", "backend", "outbound", "on-error"];
const PERIODS: [&str; 6] = ["Hourly", "Daily", "Weekly", "Monthly", "Yearly", "Indefinite"];
const TOKEN_LIMITS: [&str; 2] = ["llm-token-limit", "azure-openai-token-limit"];

/// Element, attribute, collection and word of what an attribute names.
const REFERENCES: [(&str, &str, &str); 6] = [
    ("set-backend-service", "backend-id", "backends"),
    ("llm-semantic-cache-lookup", "embeddings-backend-id", "backends"),
    ("azure-openai-semantic-cache-lookup", "embeddings-backend-id", "backends"),
    ("llm-content-safety", "backend-id", "backends"),
    ("include-fragment", "fragment-id", "policyFragments"),
    ("log-to-eventhub", "logger-id", "loggers"),
];

pub(super) fn all(tree: &Tree, text: &str, document: &Document, root: Root) -> Vec<Problem> {
    let mut check = Check { tree, text, problems: Vec::new() };
    let element = &document.root;
    match root {
        Root::Policies if element.name == "policies" => check.sections(element),
        Root::Fragment if element.name == "fragment" => check.policies(element, None),
        Root::Policies => check.report(element, "The root element must be 'policies'."),
        Root::Fragment => check.report(element, "The root element must be 'fragment'."),
    }
    check.named_values();
    check.problems
}

struct Check<'a> {
    tree: &'a Tree,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, element: &Element, message: &str) {
        self.problems.push(in_element(&element.name, Position::of(self.text, element.offset), message));
    }

    fn sections(&mut self, root: &Element) {
        let mut seen: Vec<&str> = Vec::new();
        for section in root.elements() {
            if !SECTIONS.contains(&section.name.as_str()) {
                self.report(section, "The element is not allowed here. Expected: inbound, backend, outbound, on-error.");
            } else if seen.contains(&section.name.as_str()) {
                self.report(section, "The section may appear only once.");
            } else {
                self.policies(section, Some(&section.name));
                if section.name == "backend" && section.elements().count() > 1 {
                    self.report(section, "The section 'backend' may contain only one policy.");
                }
            }
            seen.push(&section.name);
        }
        self.text_in(root);
    }

    fn text_in(&mut self, element: &Element) {
        if element.stray_text().is_some() {
            self.report(element, "The element cannot contain text.");
        }
    }

    /// Checks the policies in a section, a fragment or a container. A fragment has no section of its own.
    fn policies(&mut self, parent: &Element, section: Option<&str>) {
        self.text_in(parent);
        for element in parent.elements() {
            let name = element.name.as_str();
            let is_branch = parent.name == "choose" && matches!(name, "when" | "otherwise");
            if name == "base" && section.is_none() {
                self.report(element, "A fragment cannot contain 'base'.");
            } else if !is_branch && (!POLICIES.contains(&name) || parent.name == "choose") {
                self.report(element, "The element is not a policy that is allowed here.");
                continue;
            }
            self.section(element, section);
            self.attributes(element);
            if CONTAINERS.contains(&name) {
                self.policies(element, section);
            }
        }
    }

    fn section(&mut self, element: &Element, section: Option<&str>) {
        let allowed = SECTIONS_OF.iter().find(|(policy, _)| *policy == element.name).map(|(_, sections)| *sections);
        if let Some((allowed, section)) = allowed.zip(section)
            && !allowed.contains(&section)
        {
            let message = format!("Policy is not allowed in the specified section '{section}'. Expected: {}.", allowed.join(", "));
            self.report(element, &message);
        }
    }

    fn attributes(&mut self, element: &Element) {
        let name = element.name.as_str();
        let required = REQUIRED.iter().find(|(policy, _)| *policy == name).map_or(&[][..], |(_, required)| *required);
        for attribute in required {
            if element.attribute(attribute).is_none_or(|value| value.trim().is_empty()) {
                self.report(element, &format!("The required attribute '{attribute}' is missing."));
            }
        }
        if TOKEN_LIMITS.contains(&name) {
            self.token_limit(element);
        }
        for (policy, attribute, collection) in REFERENCES {
            let named = element.attribute(attribute).filter(|value| policy == name && is_literal(value));
            if let Some(named) = named.map(str::trim)
                && self.tree.get(&format!("/{collection}/{named}")).is_none()
            {
                let message = match collection {
                    "backends" => format!("Backend with id '{named}' could not be found."),
                    "loggers" => "Logger not found".to_owned(),
                    _ => format!("Policy fragment with id '{named}' could not be found."),
                };
                self.report(element, &message);
            }
        }
    }

    fn token_limit(&mut self, element: &Element) {
        let has = |name: &str| element.attribute(name).is_some();
        let has_quota = has("token-quota") && has("token-quota-period");
        if !has("tokens-per-minute") && !has_quota {
            self.report(element, "Either tokens-per-minute, or token-quota and token-quota-period must be set.");
        }
        let period = element.attribute("token-quota-period").filter(|value| is_literal(value));
        if period.is_some_and(|value| !PERIODS.contains(&value.trim())) {
            self.report(element, &format!("The attribute 'token-quota-period' must be one of {}.", PERIODS.join(", ")));
        }
        let number = element.attribute("tokens-per-minute").filter(|value| !value.contains("{{"));
        if number.is_some_and(|value| value.trim().parse::<u32>().is_err()) {
            self.report(element, "The attribute 'tokens-per-minute' must be a whole number.");
        }
    }

    /// `{{name}}` stands for the named value with that display name, wherever it is.
    fn named_values(&mut self) {
        for name in policy::references(self.text).named_values {
            if self.tree.children("/namedvalues").any(|named| named.text("displayName") == Some(&name)) {
                continue;
            }
            let offset = self.text.find(&format!("{{{{{name}}}}}")).unwrap_or_default();
            let at = Position::of(self.text, offset);
            let message = format!("Cannot find a property '{name}'. Line {}, position {}.", at.line, at.column);
            self.problems.push(Problem::new("representation", message));
        }
    }
}

fn is_literal(value: &str) -> bool {
    !expression::is_one(value) && !value.contains("{{")
}
