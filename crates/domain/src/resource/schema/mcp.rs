//! MCP servers: APIs of type `mcp`.

use super::{Input, Section, Shape, Variant};

pub(super) const VARIANTS: &[Variant] = &[
    Variant {
        slug: "rest",
        label: "From an API",
        help: "Operations of an API on this gateway become tools.",
        sets: &[("type", "\"mcp\""), ("protocols", "[\"https\"]")],
    },
    Variant {
        slug: "pass",
        label: "Pass-through",
        help: "Another MCP server, reached through this gateway's keys and policies.",
        sets: &[("type", "\"mcp\""), ("protocols", "[\"https\"]")],
    },
];

const NAME: Input = Input::text("displayName", "Display name", 300).required();
const PATH: Input = Input::text("path", "Path", 400).required().help("After the gateway's address. No other API may have it.");

pub(super) const SECTIONS: &[Section] = &[
    Section::new(
        "MCP server",
        &[NAME, PATH, Input::new("description", "Description", Shape::Paragraph { max: 1000 }).help("Agents read it.")],
    ),
    Section::new(
        "Server behind it",
        &[
            Input::new("serviceUrl", "Address", Shape::Url).required().help("Where the other server lives, without its last path below."),
            Input::new(
                "mcpProperties.transportType",
                "Transport",
                Shape::Choice(&[("streamable", "Streamable HTTP"), ("sse", "Server-sent events")]),
            )
            .initially("streamable"),
        ],
    )
    .only(&["pass"]),
    Section::new(
        "Who may call",
        &[
            Input::flag("subscriptionRequired", "Calls need a key", true),
            Input::text("subscriptionKeyParameterNames.header", "Header with the key", 100).initially("api-key"),
            Input::text("subscriptionKeyParameterNames.query", "Query parameter with the key", 100).initially("api-key"),
        ],
    ),
];
