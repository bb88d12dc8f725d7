//! APIs.

use super::{Input, Section, Shape};

pub(super) const SECTIONS: &[Section] = &[
    Section::new(
        "API",
        &[
            Input::text("displayName", "Display name", 300).required(),
            Input::text("path", "Path", 400).help("After the gateway's address: openai, or empty for none."),
            Input::new("serviceUrl", "Service address", Shape::Url).help("Where calls go unless a policy sends them to a backend."),
            Input::new("protocols", "Protocols", Shape::Choices(&[("https", "HTTPS"), ("http", "HTTP"), ("wss", "WSS"), ("ws", "WS")]))
                .initially("https"),
            Input::new("description", "Description", Shape::Paragraph { max: 32_000 }),
        ],
    ),
    Section::new(
        "Who may call",
        &[
            Input::flag("subscriptionRequired", "Calls need a key", true).help("Without it, anyone who finds the address can call."),
            Input::text("subscriptionKeyParameterNames.header", "Header with the key", 100)
                .help("OpenAI's clients for Azure send api-key.")
                .initially("api-key"),
            Input::text("subscriptionKeyParameterNames.query", "Query parameter with the key", 100).initially("api-key"),
        ],
    ),
    Section::folded(
        "Type, revision and version",
        &[
            Input::new(
                "type",
                "Type",
                Shape::Choice(&[
                    ("", "HTTP"),
                    ("http", "HTTP"),
                    ("soap", "SOAP"),
                    ("websocket", "WebSocket"),
                    ("graphql", "GraphQL"),
                    ("odata", "OData"),
                    ("grpc", "gRPC"),
                ]),
            )
            .fixed(),
            Input::text("apiRevision", "Revision", 100).help("Empty: 1."),
            Input::text("apiRevisionDescription", "What the revision is", 256),
            Input::text("apiVersion", "Version", 100),
            Input::text("apiVersionDescription", "What the version is", 256),
            Input::text("apiVersionSetId", "Version set", 512).help("Full id of the set; needed with a version."),
            Input::text("sourceApiId", "Copied from", 512).help("Full id of an API whose operations a new one takes.").fixed(),
        ],
    ),
    Section::folded(
        "OAuth 2.0 and OpenID Connect",
        &[
            Input::text("authenticationSettings.oAuth2.authorizationServerId", "Authorization server", 256),
            Input::text("authenticationSettings.oAuth2.scope", "Scope", 256),
            Input::text("authenticationSettings.openid.openidProviderId", "OpenID provider", 256),
            Input::new(
                "authenticationSettings.openid.bearerTokenSendingMethods",
                "Token is sent in",
                Shape::Choices(&[("authorizationHeader", "The Authorization header"), ("query", "The query")]),
            ),
        ],
    ),
    Section::folded(
        "Terms, contact and licence",
        &[
            Input::new("termsOfServiceUrl", "Terms of service", Shape::Url),
            Input::text("contact.name", "Contact", 256),
            Input::new("contact.url", "Contact's page", Shape::Url),
            Input::text("contact.email", "Contact's e-mail", 256),
            Input::text("license.name", "Licence", 256),
            Input::new("license.url", "Licence's text", Shape::Url),
        ],
    ),
];
