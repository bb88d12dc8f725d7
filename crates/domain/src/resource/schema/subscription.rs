//! Subscriptions. Azure takes the dates only in a change, and acts on none of them.

use super::{Input, Section, Shape};

pub(crate) const STATES: &[(&str, &str)] = &[
    ("active", "Active"),
    ("suspended", "Suspended"),
    ("submitted", "Submitted"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
    ("expired", "Expired"),
];

pub(super) const SECTIONS: &[Section] = &[
    Section::new(
        "Subscription",
        &[
            Input::text("displayName", "Display name", 100).required().help("For people: the team or application that holds the key."),
            Input::new("scope", "Opens", Shape::Scope)
                .required()
                .help("/products/{product}, /apis/{API}, or /apis for everything. A product's limits apply only to keys of that product."),
            Input::new("state", "State", Shape::Choice(STATES)).help("Only an active one lets calls through.").initially("active"),
        ],
    ),
    Section::folded(
        "Owner and dates",
        &[
            Input::new("ownerId", "Owner", Shape::User).help("A user of API Management: /users/{id}. Empty: none."),
            Input::new("expirationDate", "Expires", Shape::Date).help("Kept for the record: Azure does not suspend it on that day."),
            Input::text("stateComment", "Comment on the state", 256),
            Input::flag("allowTracing", "Its calls may be traced", false)
                .help("A trace shows policies and headers to whoever holds the key."),
        ],
    ),
];
