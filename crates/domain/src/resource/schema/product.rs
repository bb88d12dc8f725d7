//! Products.

use super::{Input, Section, Shape};

pub(super) const SECTIONS: &[Section] = &[
    Section::new(
        "Product",
        &[
            Input::text("displayName", "Display name", 300).required(),
            Input::new("state", "State", Shape::Choice(&[("published", "Published"), ("notPublished", "Not published")]))
                .help("Only administrators see one that is not published.")
                .initially("published"),
            Input::new("description", "Description", Shape::Paragraph { max: 1000 }),
        ],
    ),
    Section::new(
        "Who may call",
        &[
            Input::flag("subscriptionRequired", "Calls need a subscription's key", true)
                .help("Without it, anyone who finds the address can call."),
            Input::flag("approvalRequired", "An administrator approves each subscription", false),
            Input::whole("subscriptionsLimit", "Subscriptions a person may have", 1, 1_000_000).help("Empty: any number."),
        ],
    ),
    Section::folded(
        "Terms",
        &[Input::new("terms", "Terms of use", Shape::Paragraph { max: 100_000 }).help("Shown before someone subscribes.")],
    ),
];
