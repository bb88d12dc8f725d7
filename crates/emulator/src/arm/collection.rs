//! The table of resource types this listener knows: where they live, what a list can filter on,
//! what an answer shows, and whether they can be written. A new type is a new row.

use http::Method;
use serde_json::{Map, Value};

use crate::rules::{self, DeleteOptions, Problem, Refusal, View, Write};
use crate::state::{Resource, Tree};

mod gateway_types;
mod product_types;
mod table;

/// One resource type.
pub(super) struct Collection {
    /// Path below the service; `*` stands for a parent's name.
    pattern: &'static [&'static str],
    /// The word in "… not found.".
    pub(super) entity: &'static str,
    /// The day of the first api-version that has it; empty for all.
    since: &'static str,
    /// Fields that `$filter` compares and searches.
    pub(super) text_fields: &'static [&'static str],
    /// Fields that `$filter` only compares with `eq`.
    pub(super) enum_fields: &'static [&'static str],
    /// Fields that `$filter` only compares with `eq` and `ne`.
    pub(super) flag_fields: &'static [&'static str],
    /// Fields that `$filter` compares with `eq`, from the api-version of a day on.
    pub(super) late_fields: &'static [(&'static str, &'static str)],
    /// String properties that an answer shows as null when unset.
    pub(super) shown_as_null: &'static [&'static str],
    /// Properties that GET and lists never show.
    pub(super) secret: &'static [&'static str],
    /// Whether the answer to a write shows them.
    pub(super) tells_secrets_when_written: bool,
    /// What an answer shows.
    pub(super) content: fn(&Tree, &Resource, View) -> Map<String, Value>,
    /// POST actions on a single resource.
    pub(super) actions: &'static [&'static str],
    /// Whether an item is there or not, and no more: HEAD answers 204, GET nothing.
    pub(super) is_membership: bool,
    /// How it is written; `None` for read-only types.
    pub(super) writes: Option<Writes>,
}

/// Changes the properties that a write would store, and the tree with them.
type Complete = fn(&mut Tree, &Write, &mut Map<String, Value>) -> Result<(), Refusal>;

/// The rules of a type that can be written.
pub(super) struct Writes {
    /// The longest name, in characters.
    pub(super) max_name: usize,
    pub(super) is_name: fn(&str) -> bool,
    /// Whether there is a PATCH.
    pub(super) can_patch: bool,
    /// Whether a PUT needs a body.
    pub(super) has_body: bool,
    /// Whether a DELETE without If-Match is refused.
    pub(super) needs_if_match: bool,
    /// Which writes run long.
    pub(super) long: Long,
    /// Brings properties into the form they are stored in.
    pub(super) normalise: fn(&mut Map<String, Value>),
    /// Fills in what the service adds, and changes what else changes with it.
    pub(super) complete: Complete,
    /// Everything that is wrong with the properties a resource would get.
    pub(super) check: fn(&Tree, &str, &Map<String, Value>) -> Vec<Problem>,
    /// What follows once it is stored; answers where it is now.
    pub(super) after: fn(&mut Tree, &str) -> String,
    /// Everything that forbids deleting it; without any, what goes with it.
    pub(super) before_delete: fn(&mut Tree, &str, DeleteOptions) -> Vec<Problem>,
}

/// Which writes of a type run long.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Long {
    Never,
    /// PUT and PATCH.
    Always,
    /// DELETE, and a PUT that imports a document or makes an MCP server.
    Api,
}

/// What a row has unless it says otherwise.
const TYPE: Collection = Collection {
    pattern: &[],
    entity: "",
    since: "",
    text_fields: &[],
    enum_fields: &[],
    flag_fields: &[],
    late_fields: &[],
    shown_as_null: &[],
    secret: &[],
    tells_secrets_when_written: false,
    content: rules::as_stored,
    actions: &[],
    is_membership: false,
    writes: None,
};

/// What the rules of a row have unless it says otherwise.
const WRITES: Writes = Writes {
    max_name: 256,
    is_name: rules::names::is_plain,
    can_patch: true,
    has_body: true,
    needs_if_match: false,
    long: Long::Never,
    normalise: rules::nothing_to_normalise,
    complete: rules::nothing_to_complete,
    check: rules::nothing_to_check,
    after: rules::nothing_after,
    before_delete: rules::nothing_before_delete,
};

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

    fn matches<S: AsRef<str>>(&self, segments: &[S]) -> bool {
        let fits = |(word, segment): (&&str, &S)| *word == "*" || segment.as_ref().eq_ignore_ascii_case(word);
        segments.len() == self.pattern.len() && self.pattern.iter().zip(segments).all(fits)
    }
}

fn named<S: AsRef<str>>(segments: &[S]) -> Option<&'static Collection> {
    table::COLLECTIONS.iter().find(|collection| collection.matches(segments))
}

/// The type of a stored resource.
pub(super) fn of(path: &str) -> Option<&'static Collection> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    named(segments.split_last()?.1)
}

/// The kind of the first parent that does not exist, `Api` for the operations of an API that is not there.
pub(super) fn missing_parent(tree: &Tree, path: &str) -> Option<&'static str> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let depths = (2..segments.len()).step_by(2);
    let missing = depths.map(|depth| format!("/{}", segments[..depth].join("/"))).find(|parent| tree.get(parent).is_none())?;
    Some(of(&missing).map_or("Resource", |collection| collection.entity))
}

/// Finds what the segments below the service address; `None` when this listener knows no such thing in this version.
pub(super) fn find(segments: &[String], method: &Method, api_version: &str) -> Option<Target> {
    if segments.is_empty() {
        return Some(Target::Service);
    }
    let path = |count: usize| segments[..count].iter().fold(String::new(), |path, segment| path + "/" + segment);
    let is_known = |collection: &&'static Collection| rules::is_since(api_version, collection.since);
    let depth = segments.len();
    if let Some(collection) = named(segments).filter(is_known) {
        return Some(Target::List { collection, path: path(depth) });
    }
    if let Some(collection) = named(&segments[..depth - 1]).filter(is_known) {
        return Some(Target::Item { collection, path: path(depth) });
    }
    let collection = named(segments.get(..depth.checked_sub(2)?)?).filter(is_known)?;
    let action = collection.actions.iter().find(|action| action.eq_ignore_ascii_case(&segments[depth - 1]))?;
    matches!(*method, Method::POST | Method::GET).then(|| Target::Action { collection, path: path(depth - 1), action })
}
