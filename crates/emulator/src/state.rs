//! Every resource of the emulated service as raw JSON, keyed by its path below the service (`/backends/x`).
//! Paths compare without case and keep the spelling they were created with. A change is made on a copy and
//! becomes visible, with its file written, all at once. Knows no rule of any resource.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};

pub(crate) mod file;

/// Why the state file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file exists but cannot be read, or cannot be written.
    #[error("the emulator's state file {} cannot be used", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what an emulator wrote.
    #[error("the emulator's state file {} is not an emulator state", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Where reading stopped.
        source: serde_json::Error,
    },
}

/// One resource.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// `/backends/aoai-pool`, as spelled at creation.
    pub(crate) path: String,
    /// Changes with every change; the ETag is made from it.
    pub(crate) version: u64,
    /// The `properties` member, secrets included.
    pub(crate) properties: Map<String, Value>,
}

impl Resource {
    /// The last segment of the path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// A string property.
    pub(crate) fn text(&self, property: &str) -> Option<&str> {
        self.properties.get(property).and_then(Value::as_str)
    }
}

/// All resources at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    resources: BTreeMap<String, Arc<Resource>>,
    last_version: u64,
}

/// What a `put` did.
pub(crate) struct Put {
    pub(crate) resource: Arc<Resource>,
    pub(crate) is_new: bool,
}

impl Tree {
    pub(crate) fn get(&self, path: &str) -> Option<&Arc<Resource>> {
        self.resources.get(&path.to_ascii_lowercase())
    }

    /// The direct children of a collection (`/backends`), ordered by name without case.
    pub(crate) fn children<'a>(&'a self, collection: &str) -> impl Iterator<Item = &'a Arc<Resource>> {
        let prefix = format!("{}/", collection.to_ascii_lowercase());
        let start = prefix.clone();
        self.resources
            .range(start..)
            .take_while(move |(key, _)| key.starts_with(&prefix))
            .filter(move |(key, _)| !key[collection.len() + 1..].contains('/'))
            .map(|(_, resource)| resource)
    }

    /// Creates or replaces. A replacement that changes nothing keeps its version.
    pub(crate) fn put(&mut self, path: &str, properties: Map<String, Value>) -> Put {
        let key = path.to_ascii_lowercase();
        let existing = self.resources.get(&key);
        if let Some(same) = existing.filter(|existing| existing.properties == properties) {
            return Put { resource: same.clone(), is_new: false };
        }
        let is_new = existing.is_none();
        let spelled = existing.map_or_else(|| path.to_owned(), |existing| existing.path.clone());
        self.last_version += 1;
        let resource = Arc::new(Resource { path: spelled, version: self.last_version, properties });
        self.resources.insert(key, resource.clone());
        Put { resource, is_new }
    }

    /// Removes a resource with everything below it.
    pub(crate) fn remove(&mut self, path: &str) -> bool {
        let key = path.to_ascii_lowercase();
        let below = format!("{key}/");
        self.resources.retain(|other, _| !other.starts_with(&below));
        self.resources.remove(&key).is_some()
    }

    /// Every resource, ordered by path without case.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<Resource>> {
        self.resources.values()
    }

    /// Removes everything in a collection.
    pub(crate) fn remove_children(&mut self, collection: &str) {
        let below = format!("{}/", collection.to_ascii_lowercase());
        self.resources.retain(|key, _| !key.starts_with(&below));
    }

    /// Moves a resource with everything below it to a path where nothing is.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        self.copy_below(from, to);
        let Some(properties) = self.get(from).map(|resource| resource.properties.clone()) else { return };
        self.remove(from);
        self.put(to, properties);
    }

    /// Copies everything below one resource to below another, over what is there.
    pub(crate) fn copy_below(&mut self, from: &str, to: &str) {
        let below = format!("{}/", from.to_ascii_lowercase());
        let found: Vec<_> = self.resources.iter().filter(|(key, _)| key.starts_with(&below)).map(|(_, found)| found.clone()).collect();
        for resource in found {
            let path = format!("{to}{}", &resource.path[from.len()..]);
            self.put(&path, resource.properties.clone());
        }
    }
}

/// The resources of a running emulator.
pub(crate) struct Resources {
    tree: Mutex<Arc<Tree>>,
    file: Option<PathBuf>,
}

/// A change that did not happen: refused by its own rule, or not writable.
pub(crate) enum ChangeError<E> {
    Refused(E),
    State(StateError),
}

impl Resources {
    /// Reads the file, or starts from the seed (and writes the file) when there is none.
    pub(crate) fn open(file: Option<PathBuf>, seed: impl FnOnce() -> Tree) -> Result<Self, StateError> {
        let stored = file.as_deref().map(file::read).transpose()?.flatten();
        let tree = match stored {
            Some(tree) => tree,
            None => {
                let tree = seed();
                if let Some(path) = &file {
                    file::write(path, &tree)?;
                }
                tree
            }
        };
        Ok(Self { tree: Mutex::new(Arc::new(tree)), file })
    }

    /// Whether a change writes a file, and so may block.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.file.is_some()
    }

    /// The resources as they are now; later changes do not show.
    pub(crate) fn now(&self) -> Arc<Tree> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs one change. Nothing becomes visible when it is refused or its file cannot be written.
    pub(crate) fn change<T, E>(&self, change: impl FnOnce(&mut Tree) -> Result<T, E>) -> Result<T, ChangeError<E>> {
        let mut current = self.tree.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = Tree::clone(&current);
        let outcome = change(&mut next).map_err(ChangeError::Refused)?;
        if let Some(path) = &self.file {
            file::write(path, &next).map_err(ChangeError::State)?;
        }
        *current = Arc::new(next);
        Ok(outcome)
    }
}
