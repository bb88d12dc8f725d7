//! The directory and the files themselves: that they exist, and that only we may read them.
//! Knows nothing of what is in them.

use crate::Error;
use std::{
    fs::{self, DirBuilder, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Creates the directory with mode 0700. One that exists keeps its mode: it may be a volume whose
/// owner decided otherwise, and the files are closed anyway.
pub(crate) fn prepare_directory(dir: &Path) -> Result<(), Error> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|source| Error::Directory { dir: dir.to_owned(), source })
}

/// Creates an empty file with mode 0600 before SQLite does, which would follow the umask; SQLite
/// gives its `-wal` and `-shm` the mode of the file. Files that are open to others are closed.
pub(crate) fn prepare_file(file: &Path) -> Result<(), Error> {
    let failed = |source| Error::File { file: file.to_owned(), source };
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map_err(failed)?;
    for path in [file.to_owned(), beside(file, "-wal"), beside(file, "-shm")] {
        close_to_others(&path).map_err(failed)?;
    }
    Ok(())
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(unix)]
fn close_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    match fs::metadata(path) {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => fs::set_permissions(path, fs::Permissions::from_mode(0o600)),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn close_to_others(_path: &Path) -> io::Result<()> {
    Ok(())
}
