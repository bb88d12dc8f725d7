//! What must be kept, and must be worth nothing in a copy of the database: sealed with AES-256-GCM
//! under keys that are in a file of their own.
//!
//! The first key of the file seals, all of them open; so a key is replaced by putting a new one
//! first, and taking the old one out when what it sealed has ended. The file is read again when it
//! changes. Whatever is sealed is bound to a place (a person, a gateway): moved to another row, it
//! does not open.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("secret_key_file: {path} can't be read: {source}", path = path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("secret_key_file: {path} line {line}: {message}", path = path.display())]
    Line { path: PathBuf, line: usize, message: &'static str },
    #[error("secret_key_file: {path} holds no key: put 32 random bytes in base64 into it", path = path.display())]
    Empty { path: PathBuf },
    #[error("secret_key_file: others may read {path} (mode {mode:03o}): make it 0600", path = path.display())]
    TooOpen { path: PathBuf, mode: u32 },
    #[error("what was sealed does not open")]
    Closed,
}

/// The keys. Cheap to clone.
#[derive(Clone)]
pub struct Seal {
    path: Arc<PathBuf>,
    keys: Arc<RwLock<Keys>>,
}

struct Keys {
    changed_at: Option<SystemTime>,
    keys: Vec<RandomizedNonceKey>,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seal").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Seal {
    /// # Errors
    /// A file that is missing, readable by others, or holds no sound key.
    pub fn open(path: &Path) -> Result<Self, SealError> {
        let keys = read(path)?;
        Ok(Self { path: Arc::new(path.to_owned()), keys: Arc::new(RwLock::new(keys)) })
    }

    /// The same; makes the file with one key when there is none.
    ///
    /// # Errors
    /// The same, and a file that can't be written.
    pub fn open_or_create(path: &Path) -> Result<Self, SealError> {
        if !path.exists() {
            let failed = |source| SealError::Unreadable { path: path.to_owned(), source };
            let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
            writeln!(file, "{}", STANDARD.encode(rand::random::<[u8; 32]>())).map_err(failed)?;
        }
        Self::open(path)
    }

    /// `place` is bound in: opening needs the same.
    ///
    /// # Errors
    /// None that a sound key gives.
    pub fn seal(&self, place: &str, text: &str) -> Result<String, SealError> {
        self.refresh();
        let held = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let key = held.keys.first().ok_or(SealError::Closed)?;
        let mut sealed = text.as_bytes().to_vec();
        let nonce = key.seal_in_place_append_tag(Aad::from(place.as_bytes()), &mut sealed).map_err(|_| SealError::Closed)?;
        Ok(STANDARD.encode([nonce.as_ref().as_slice(), &sealed].concat()))
    }

    /// # Errors
    /// When no key opens it, or it was sealed for another place.
    pub fn unseal(&self, place: &str, sealed: &str) -> Result<String, SealError> {
        self.refresh();
        let bytes = STANDARD.decode(sealed).map_err(|_| SealError::Closed)?;
        let (nonce, body) = bytes.split_at_checked(NONCE_LEN).ok_or(SealError::Closed)?;
        let held = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        held.keys.iter().find_map(|key| unseal_with(key, place, nonce, body)).ok_or(SealError::Closed)
    }

    /// Reads the file again when it has changed; keeps the keys it has when that fails.
    fn refresh(&self) {
        let changed_at = changed_at(&self.path);
        if self.keys.read().unwrap_or_else(PoisonError::into_inner).changed_at == changed_at {
            return;
        }
        match read(&self.path) {
            Ok(keys) => *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys,
            Err(error) => tracing::error!(%error, "the changed key file is not used"),
        }
    }
}

fn unseal_with(key: &RandomizedNonceKey, place: &str, nonce: &[u8], body: &[u8]) -> Option<String> {
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut body = body.to_vec();
    let open = key.open_in_place(nonce, Aad::from(place.as_bytes()), &mut body).ok()?;
    String::from_utf8(open.to_vec()).ok()
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

fn read(path: &Path) -> Result<Keys, SealError> {
    let failed = |source| SealError::Unreadable { path: path.to_owned(), source };
    let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(SealError::TooOpen { path: path.to_owned(), mode });
    }
    let changed_at = changed_at(path);
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let keys = lines.map(|(index, line)| key(path, index + 1, line)).collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() {
        return Err(SealError::Empty { path: path.to_owned() });
    }
    Ok(Keys { changed_at, keys })
}

fn key(path: &Path, line: usize, text: &str) -> Result<RandomizedNonceKey, SealError> {
    let refused = |message| SealError::Line { path: path.to_owned(), line, message };
    let bytes = STANDARD.decode(text).map_err(|_| refused("expected base64"))?;
    if bytes.len() != 32 {
        return Err(refused("expected 32 bytes in base64 (44 characters)"));
    }
    // Placeholders: all the same byte, or a text that someone typed twice.
    if bytes.iter().all(|byte| *byte == bytes[0]) || bytes.iter().all(u8::is_ascii_alphanumeric) {
        return Err(refused("is no random key: make one with `openssl rand -base64 32`"));
    }
    RandomizedNonceKey::new(&AES_256_GCM, &bytes).map_err(|_| refused("is not usable as a key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(dir: &Path, lines: &[&str]) -> PathBuf {
        let path = dir.join("key");
        let _ = std::fs::remove_file(&path);
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();
        file.write_all(lines.join("\n").as_bytes()).unwrap();
        path
    }

    fn random() -> String {
        STANDARD.encode(rand::random::<[u8; 32]>())
    }

    #[test]
    fn opens_only_in_its_place_and_keys_can_be_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (random(), random());
        let path = file(dir.path(), &[&old]);
        let seal = Seal::open(&path).unwrap();
        let sealed = seal.seal("ann", "a secret").unwrap();
        assert_ne!(sealed, seal.seal("ann", "a secret").unwrap(), "each has a nonce of its own");
        assert!(!sealed.contains("secret"));
        assert_eq!(seal.unseal("ann", &sealed).unwrap(), "a secret");
        assert!(seal.unseal("bob", &sealed).is_err(), "a row copied to someone else");
        assert!(seal.unseal("ann", "AAAA").is_err());

        // The running process takes the new file: the new key seals, the old one still opens.
        file(dir.path(), &[&new, &old]);
        std::fs::File::open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1)).unwrap();
        assert_eq!(seal.unseal("ann", &sealed).unwrap(), "a secret");
        let resealed = seal.seal("ann", "a secret").unwrap();
        file(dir.path(), &[&new]);
        std::fs::File::open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(2)).unwrap();
        assert_eq!(seal.unseal("ann", &resealed).unwrap(), "a secret");
        assert!(seal.unseal("ann", &sealed).is_err(), "its key is gone");
        // A broken file is not taken.
        file(dir.path(), &["nonsense!"]);
        std::fs::File::open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(3)).unwrap();
        assert_eq!(seal.unseal("ann", &resealed).unwrap(), "a secret");
    }

    #[test]
    fn weak_and_open_files_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let refusal = |lines: &[&str]| Seal::open(&file(dir.path(), lines)).unwrap_err().to_string();
        assert!(refusal(&[]).contains("holds no key"));
        assert!(refusal(&["# comment", "not base64!"]).contains("line 2: expected base64"));
        assert!(refusal(&["c2hvcnQ="]).contains("expected 32 bytes"));
        assert!(refusal(&[&STANDARD.encode([0; 32])]).contains("no random key"));
        assert!(refusal(&[&STANDARD.encode("changemechangemechangemechangeme")]).contains("no random key"));
        let path = file(dir.path(), &[&random()]);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Seal::open(&path).unwrap_err().to_string().contains("mode 644"));
        let made = dir.path().join("made");
        Seal::open_or_create(&made).unwrap();
        assert_eq!(std::fs::metadata(&made).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
