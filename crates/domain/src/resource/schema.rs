//! What a resource's form holds: sections of inputs, each a property by its path. The pages draw
//! it, the use cases lay it over Azure's JSON, and Azure's own errors find their field by it.

mod api;
mod check;
mod diagnostic;
mod logger;
mod mcp;
mod named_value;
mod product;
mod subscription;

use super::Kind;

/// How a value is typed and stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// One line; at most this many characters.
    Text { max: usize },
    /// Several lines; at most this many characters.
    Paragraph { max: usize },
    /// Several lines of code.
    Document,
    /// An absolute address, `http` or `https`.
    Url,
    /// A number within bounds.
    Number { min: f64, max: f64, is_whole: bool },
    /// Yes or no; Azure's default where it is not set.
    Flag { default: bool },
    /// One of these: value and label. An empty value is "not set".
    Choice(&'static [(&'static str, &'static str)]),
    /// Any of these: value and label. Stored as a list.
    Choices(&'static [(&'static str, &'static str)]),
    /// A list of texts, one a line.
    Words,
    /// A date and time, ISO 8601.
    Date,
    /// Typed, sent, never shown.
    Secret,
    /// Another resource of the service: typed as its name, stored as its full id.
    Reference(Kind),
    /// What a subscription opens: `/apis`, `/apis/chat`, `/products/ai`; stored as a full id.
    Scope,
    /// A user of API Management: `/users/1`; stored as a full id.
    User,
}

/// One property of a form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Input {
    /// Below `properties`, with dots: also the input's name.
    pub path: &'static str,
    pub label: &'static str,
    /// One sentence; empty: the label says it.
    pub help: &'static str,
    pub shape: Shape,
    pub is_required: bool,
    /// Azure takes it only when the resource is made.
    pub is_fixed: bool,
    /// In a form for a new one.
    pub initial: &'static str,
}

impl Input {
    pub(crate) const fn new(path: &'static str, label: &'static str, shape: Shape) -> Self {
        let initial = match shape {
            Shape::Flag { default: true } => "true",
            Shape::Flag { default: false } => "false",
            _ => "",
        };
        Self { path, label, help: "", shape, is_required: false, is_fixed: false, initial }
    }

    pub(crate) const fn text(path: &'static str, label: &'static str, max: usize) -> Self {
        Self::new(path, label, Shape::Text { max })
    }

    pub(crate) const fn flag(path: &'static str, label: &'static str, default: bool) -> Self {
        Self::new(path, label, Shape::Flag { default })
    }

    pub(crate) const fn whole(path: &'static str, label: &'static str, min: i32, max: i32) -> Self {
        Self::new(path, label, Shape::Number { min: min as f64, max: max as f64, is_whole: true })
    }

    pub(crate) const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    pub(crate) const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    pub(crate) const fn fixed(self) -> Self {
        Self { is_fixed: true, ..self }
    }

    pub(crate) const fn initially(self, initial: &'static str) -> Self {
        Self { initial, ..self }
    }
}

/// Inputs that belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Section {
    pub title: &'static str,
    /// Folded away until somebody asks, or a value in it is set.
    pub is_folded: bool,
    /// The variants that have it; empty: all.
    pub variants: &'static [&'static str],
    pub inputs: &'static [Input],
}

impl Section {
    pub(crate) const fn new(title: &'static str, inputs: &'static [Input]) -> Self {
        Self { title, is_folded: false, variants: &[], inputs }
    }

    pub(crate) const fn folded(title: &'static str, inputs: &'static [Input]) -> Self {
        Self { is_folded: true, ..Self::new(title, inputs) }
    }

    pub(crate) const fn only(self, variants: &'static [&'static str]) -> Self {
        Self { variants, ..self }
    }
}

/// A form of its own within a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    /// In addresses: `/loggers/new?variant=hubs`.
    pub slug: &'static str,
    pub label: &'static str,
    /// One sentence for whoever chooses.
    pub help: &'static str,
    /// Properties that make it so: path and text of a JSON value.
    pub sets: &'static [(&'static str, &'static str)],
}

const PLAIN: &[Variant] = &[Variant { slug: "", label: "", help: "", sets: &[] }];

impl Kind {
    /// Its variants; at least one.
    pub fn variants(self) -> &'static [Variant] {
        match self {
            Kind::Logger => logger::VARIANTS,
            Kind::NamedValue => named_value::VARIANTS,
            Kind::McpServer => mcp::VARIANTS,
            _ => PLAIN,
        }
    }

    /// The variant of this name, or the first.
    pub fn variant(self, slug: &str) -> &'static Variant {
        let variants = self.variants();
        variants.iter().find(|variant| variant.slug == slug).unwrap_or(&variants[0])
    }

    /// The sections of its form, all variants together.
    pub fn all_sections(self) -> &'static [Section] {
        match self {
            Kind::Api => api::SECTIONS,
            Kind::McpServer => mcp::SECTIONS,
            Kind::Diagnostic => diagnostic::SECTIONS,
            Kind::Logger => logger::SECTIONS,
            Kind::NamedValue => named_value::SECTIONS,
            Kind::Product => product::SECTIONS,
            Kind::Subscription => subscription::SECTIONS,
            Kind::Fragment => FRAGMENT,
        }
    }

    /// The sections of one variant's form.
    pub fn sections(self, variant: &str) -> impl Iterator<Item = &'static Section> + use<'_> {
        self.all_sections().iter().filter(move |section| section.variants.is_empty() || section.variants.contains(&variant))
    }

    pub fn inputs(self, variant: &str) -> impl Iterator<Item = &'static Input> + use<'_> {
        self.sections(variant).flat_map(|section| section.inputs)
    }

    /// What the resource's own name may be, for people; see [`Kind::name_error`].
    pub fn name_help(self) -> &'static str {
        match self {
            Kind::Diagnostic => "applicationinsights, azuremonitor or local: the name decides what it can do.",
            Kind::NamedValue => "Only for Azure: policies use the display name.",
            Kind::Subscription => "Appears in logs and metrics. It can't be changed later.",
            _ => "Paths and policies refer to it. It can't be changed later.",
        }
    }
}

/// Fragments are shown, not written.
const FRAGMENT: &[Section] = &[Section::new(
    "Fragment",
    &[Input::new("description", "Description", Shape::Paragraph { max: 1000 }), Input::new("value", "Policy", Shape::Document)],
)];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_input_of_a_variant_has_a_path_of_its_own() {
        for kind in Kind::ALL {
            for variant in kind.variants() {
                let mut seen = HashSet::new();
                for input in kind.inputs(variant.slug) {
                    assert!(seen.insert(input.path), "{kind:?} {} {}", variant.slug, input.path);
                    assert!(
                        input.error(input.initial, true).is_none() || input.is_required,
                        "{kind:?} {}: its own start is refused",
                        input.path
                    );
                }
            }
        }
    }
}
