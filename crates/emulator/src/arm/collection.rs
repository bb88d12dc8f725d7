//! The table of resource types this listener knows: where they live, what a list can filter on,
//! what an answer shows, and whether they can be written. A new type is a new row.

use http::Method;
use serde_json::{Map, Value};

use crate::rules::{self, Problem};
use crate::state::Tree;

/// One resource type.
pub(super) struct Collection {
    /// Path below the service; `*` stands for a parent's name.
    pattern: &'static [&'static str],
    /// The word in "… not found.".
    pub(super) entity: &'static str,
    /// Fields that `$filter` compares and searches.
    pub(super) text_fields: &'static [&'static str],
    /// Fields that `$filter` only compares with `eq`.
    pub(super) enum_fields: &'static [&'static str],
    /// String properties that an answer shows as null when unset.
    pub(super) shown_as_null: &'static [&'static str],
    /// Properties that GET and lists never show.
    pub(super) secret: &'static [&'static str],
    /// POST actions on a single resource.
    pub(super) actions: &'static [&'static str],
    /// How it is written; `None` for read-only types.
    pub(super) writes: Option<Writes>,
}

/// The rules of a type that can be written.
pub(super) struct Writes {
    /// The longest name, in characters.
    pub(super) max_name: usize,
    /// Brings properties into the form they are stored in.
    pub(super) normalise: fn(&mut Map<String, Value>),
    /// Everything that is wrong with the properties a resource would get.
    pub(super) check: fn(&Tree, &str, &Map<String, Value>) -> Vec<Problem>,
    /// Everything that forbids deleting it.
    pub(super) check_delete: fn(&Tree, &str) -> Vec<Problem>,
}

const BACKENDS: Collection = Collection {
    pattern: &["backends"],
    entity: "Backend",
    text_fields: &["name", "title", "url"],
    enum_fields: &[],
    shown_as_null: &["title", "description", "url", "protocol", "resourceId"],
    secret: &[],
    actions: &["reconnect"],
    writes: Some(Writes {
        max_name: 80,
        normalise: rules::backend::normalise,
        check: rules::backend::check,
        check_delete: rules::backend::check_delete,
    }),
};

const APIS: Collection = Collection {
    pattern: &["apis"],
    entity: "Api",
    text_fields: &["name", "displayName", "description", "serviceUrl", "path"],
    enum_fields: &["isCurrent", "type"],
    shown_as_null: &["description", "serviceUrl", "apiVersion", "apiVersionSetId", "apiRevisionDescription"],
    secret: &[],
    actions: &[],
    writes: None,
};

const PRODUCTS: Collection = Collection {
    pattern: &["products"],
    entity: "Product",
    text_fields: &["name", "displayName", "description", "terms"],
    enum_fields: &["state"],
    shown_as_null: &["description", "terms"],
    secret: &[],
    actions: &[],
    writes: None,
};

const SUBSCRIPTIONS: Collection = Collection {
    pattern: &["subscriptions"],
    entity: "Subscription",
    text_fields: &["name", "displayName", "stateComment", "ownerId", "scope"],
    enum_fields: &["state"],
    shown_as_null: &["ownerId", "startDate", "expirationDate", "endDate", "notificationDate", "stateComment"],
    secret: &["primaryKey", "secondaryKey"],
    actions: &["listSecrets"],
    writes: None,
};

static COLLECTIONS: [Collection; 4] = [BACKENDS, APIS, PRODUCTS, SUBSCRIPTIONS];

/// What a path below the service means. Paths are in the client's spelling.
pub(super) enum Target {
    Service,
    List { collection: &'static Collection, path: String },
    Item { collection: &'static Collection, path: String },
    Action { collection: &'static Collection, path: String, action: &'static str },
}

impl Collection {
    /// `Microsoft.ApiManagement/service/backends`.
    pub(super) fn arm_type(&self) -> String {
        let words = self.pattern.iter().filter(|word| **word != "*");
        words.fold(crate::identity::SERVICE_TYPE.to_owned(), |name, word| format!("{name}/{word}"))
    }

    fn matches(&self, segments: &[String]) -> bool {
        let fits = |(word, segment): (&&str, &String)| *word == "*" || segment.eq_ignore_ascii_case(word);
        segments.len() == self.pattern.len() && self.pattern.iter().zip(segments).all(fits)
    }
}

/// Finds what the segments below the service address; `None` when this listener knows no such thing.
pub(super) fn find(segments: &[String], method: &Method) -> Option<Target> {
    if segments.is_empty() {
        return Some(Target::Service);
    }
    let path = |count: usize| segments[..count].iter().fold(String::new(), |path, segment| path + "/" + segment);
    let depth = segments.len();
    if let Some(collection) = COLLECTIONS.iter().find(|collection| collection.matches(segments)) {
        return Some(Target::List { collection, path: path(depth) });
    }
    if let Some(collection) = COLLECTIONS.iter().find(|collection| collection.matches(&segments[..depth - 1])) {
        return Some(Target::Item { collection, path: path(depth) });
    }
    let collection = COLLECTIONS.iter().find(|collection| depth >= 2 && collection.matches(&segments[..depth - 2]))?;
    let action = collection.actions.iter().find(|action| action.eq_ignore_ascii_case(&segments[depth - 1]))?;
    (*method == Method::POST).then(|| Target::Action { collection, path: path(depth - 1), action })
}
