//! A typed view over the raw JSON of a product: APIs that are offered, and subscribed to, together.
//!
//! Source: the contract's `ProductContractProperties` of 2024-05-01, and what 2024-10-01-preview
//! adds to it.

use crate::{item::Item, overlay::text, redact::mask_members, resource::resource};
use serde_json::{Map, Value};

resource! {
    /// A product.
    Product, ProductEdit, "a product", mask_members;
    shown {
        /// Who sees the product: in answers to a PUT, and in lists that expand groups.
        items<ProductGroup> groups "groups";
    }
    edited {
        /// For people, 1 to 300 characters. Required.
        text display_name set_display_name "displayName";
        /// Up to 1000 characters; may hold HTML.
        text description set_description "description";
        /// What developers accept before they subscribe.
        text terms set_terms "terms";
        /// Needed unless set to false.
        flag subscription_required set_subscription_required "subscriptionRequired";
        /// Whether an administrator approves each subscription; with subscriptions only.
        flag approval_required set_approval_required "approvalRequired";
        /// How many subscriptions a user may have; no limit when absent. With subscriptions only.
        integer subscriptions_limit set_subscriptions_limit "subscriptionsLimit";
        /// `notPublished` or `published`; `notPublished` unless set.
        text state set_state "state";
        /// `subscription-key`, `application-token` (preview).
        texts authentication_types set_authentication_types "authenticationType";
        /// The Entra application whose tokens are accepted (preview).
        text entra_application_id set_entra_application_id "application.entra.applicationId";
        text entra_audience set_entra_audience "application.entra.audience";
    }
    also {}
}

impl Product {
    pub fn is_published(&self) -> bool {
        self.state().is_some_and(|state| state.eq_ignore_ascii_case("published"))
    }
}

/// A group of users that sees a product.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductGroup {
    /// The full ARM id.
    pub id: String,
    pub name: String,
}

impl Item for ProductGroup {
    fn read(value: &Value) -> Option<Self> {
        let owned = |member: &str| text(value, member).map(str::to_owned);
        Some(Self { id: owned("id")?, name: owned("name").unwrap_or_default() })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.id.eq_ignore_ascii_case(&other.id)
    }

    /// Groups are only shown; a product is linked to them elsewhere.
    fn lay(&self, _: Option<&Self>, _: &mut Map<String, Value>) {}
}
