//! What can go wrong with the files. Each message names the file, and none repeats SQL or data.

use std::path::PathBuf;

/// The cause beneath, for the log's chain; deliberately not a database driver's type.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A failure of the store. For the log and the operator; not for a browser, since it holds paths.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The data directory can't be created or read.
    #[error("cannot use the data directory {}: {source}", dir.display())]
    Directory { dir: PathBuf, source: std::io::Error },
    /// A file can't be created, or its permissions can't be set.
    #[error("cannot prepare {}: {source}", file.display())]
    File { file: PathBuf, source: std::io::Error },
    /// A file is there but is not a database, is locked, or can't be written.
    #[error("cannot open {}: {source}", file.display())]
    Open { file: PathBuf, source: Cause },
    /// The schema could not be brought to this version.
    #[error("cannot migrate {}: {source}", file.display())]
    Migrate { file: PathBuf, source: Cause },
    /// The file lacks migrations of this version: someone exchanged it while it was open.
    #[error("{} is at migration {found}, this version needs {needed}", file.display())]
    NotMigrated { file: PathBuf, found: i64, needed: i64 },
    /// A query failed: disk full, locked for longer than 10 s, refused by a rule of the schema.
    #[error("{}: {source}", file.display())]
    Query { file: PathBuf, source: Cause },
    /// A row holds something that this version cannot read, as after a downgrade.
    #[error("{}: entry {id} has the {field} \"{value}\", which this version does not know", file.display())]
    Unreadable { file: PathBuf, id: String, field: &'static str, value: String },
}
