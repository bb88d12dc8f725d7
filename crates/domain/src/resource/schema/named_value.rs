//! Named values.

use super::{Input, Section, Shape, Variant};

pub(super) const VARIANTS: &[Variant] = &[
    Variant { slug: "plain", label: "Plain", help: "Readable by everyone who may see the gateway.", sets: &[("secret", "false")] },
    Variant { slug: "secret", label: "Secret", help: "Written once; Azure shows it to nobody in lists.", sets: &[("secret", "true")] },
    Variant {
        slug: "vault",
        label: "Key Vault",
        help: "Azure fetches it from a vault, and again when it changes.",
        sets: &[("secret", "true")],
    },
];

const NAME: Input = Input::text("displayName", "Display name", 256).required().help("Policies write {{this}}: letters, digits, - . and _.");
const TAGS: Input = Input::new("tags", "Tags", Shape::Words).help("One a line, at most 32.");

pub(super) const SECTIONS: &[Section] = &[
    Section::new("Named value", &[NAME, Input::new("value", "Value", Shape::Paragraph { max: 4096 }).required(), TAGS]).only(&["plain"]),
    Section::new("Named value", &[NAME, Input::new("value", "Value", Shape::Secret).required(), TAGS]).only(&["secret"]),
    Section::new(
        "Named value",
        &[
            NAME,
            Input::new("keyVault.secretIdentifier", "Secret's address", Shape::Url)
                .required()
                .help("https://{vault}.vault.azure.net/secrets/{name}. With a version at the end it never changes."),
            Input::text("keyVault.identityClientId", "Client id of the identity", 64).help("Empty: the service's own identity."),
            TAGS,
        ],
    )
    .only(&["vault"]),
];
