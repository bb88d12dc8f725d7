//! The state file: one JSON document, replaced by rename so that a reader never sees half of it.
//! It holds subscription keys, so only its owner may read it.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{StateError, Tree};

#[derive(Serialize, Deserialize)]
struct StoredState {
    last_version: u64,
    resources: Vec<StoredResource>,
}

#[derive(Serialize, Deserialize)]
struct StoredResource {
    path: String,
    version: u64,
    properties: Map<String, Value>,
}

/// The stored resources; `None` when the file does not exist yet.
pub(crate) fn read(path: &Path) -> Result<Option<Tree>, StateError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(StateError::Io { path: path.to_owned(), source });
        }
    };
    let stored: StoredState = serde_json::from_slice(&text).map_err(|source| StateError::Format { path: path.to_owned(), source })?;
    let mut tree = Tree { last_version: stored.last_version, ..Tree::default() };
    for StoredResource { path, version, properties } in stored.resources {
        tree.resources.insert(path.to_ascii_lowercase(), super::Resource { path, version, properties }.into());
    }
    Ok(Some(tree))
}

/// Writes beside the file and renames over it.
pub(crate) fn write(path: &Path, tree: &Tree) -> Result<(), StateError> {
    replace(path, &stored(tree)).map_err(|source| StateError::Io { path: path.to_owned(), source })
}

fn stored(tree: &Tree) -> StoredState {
    let resources = tree.resources.values();
    StoredState {
        last_version: tree.last_version,
        resources: resources
            .map(|resource| StoredResource {
                path: resource.path.clone(),
                version: resource.version,
                properties: resource.properties.clone(),
            })
            .collect(),
    }
}

fn replace(path: &Path, stored: &StoredState) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let beside = beside(path);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut writer = BufWriter::new(options.open(&beside)?);
    serde_json::to_writer_pretty(&mut writer, stored)?;
    writer.flush()?;
    fs::rename(&beside, path)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    path.with_file_name(name)
}
