//! Loggers. Their credentials become named values in Azure and are never read back.

use super::{Input, Section, Shape, Variant};

pub(super) const VARIANTS: &[Variant] = &[
    Variant {
        slug: "insights",
        label: "Application Insights",
        help: "Requests, traces and token metrics.",
        sets: &[("loggerType", "\"applicationInsights\"")],
    },
    Variant {
        slug: "hubs",
        label: "Event Hubs",
        help: "What policies send with log-to-eventhub.",
        sets: &[("loggerType", "\"azureEventHub\"")],
    },
    Variant {
        slug: "monitor",
        label: "Azure Monitor",
        help: "Log Analytics: LLM messages go here.",
        sets: &[("loggerType", "\"azureMonitor\"")],
    },
];

const DESCRIPTION: Input = Input::new("description", "Description", Shape::Paragraph { max: 256 });
const BUFFERED: Input = Input::flag("isBuffered", "Records are collected before they are sent", true);
const IDENTITY: Input = Input::text("credentials.identityClientId", "Client id of the identity", 64)
    .help("SystemAssigned, or a user-assigned identity's client id, instead of a key.");

pub(super) const SECTIONS: &[Section] = &[
    Section::new("Logger", &[DESCRIPTION]),
    Section::new(
        "Application Insights",
        &[
            Input::new("credentials.instrumentationKey", "Instrumentation key", Shape::Secret).help("Or a connection string."),
            Input::new("credentials.connectionString", "Connection string", Shape::Secret),
            IDENTITY,
        ],
    )
    .only(&["insights"]),
    Section::new(
        "Event hub",
        &[
            Input::text("credentials.name", "Event hub", 256).required(),
            Input::new("credentials.connectionString", "Connection string", Shape::Secret).help("One with the right to send."),
            Input::text("credentials.endpointAddress", "Namespace address", 512)
                .help("{namespace}.servicebus.windows.net, with an identity."),
            IDENTITY,
        ],
    )
    .only(&["hubs"]),
    Section::folded(
        "More",
        &[Input::text("resourceId", "Resource id of the target", 512).help("/subscriptions/…: lets the portal lead there."), BUFFERED],
    ),
];
