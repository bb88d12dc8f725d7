//! The three places a setting can come from, and which of them wins.
//!
//! Turns raw values into typed ones and remembers where each came from. Does not know which
//! settings exist; the structs of the concerns ask by key.

use super::{
    error::ConfigError,
    file::{Entry, File, Raw, Section},
};
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// The command line: settings by key, and the file to read.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// Key (`data_dir`) to text.
    pub settings: BTreeMap<&'static str, String>,
}

impl Flags {
    /// Adds a setting when it was given.
    pub fn with(mut self, key: &'static str, value: Option<impl Into<String>>) -> Self {
        if let Some(value) = value {
            self.settings.insert(key, value.into());
        }
        self
    }
}

/// Where a value came from, as messages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Flag(String),
    Variable(String),
    File { path: PathBuf, line: usize, key: String },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Flag(name) | Origin::Variable(name) => f.write_str(name),
            Origin::File { path, line, key } => write!(f, "{} line {line}: `{key}`", path.display()),
        }
    }
}

/// A typed value with its origin.
#[derive(Debug, Clone)]
pub struct Setting<T> {
    pub value: T,
    pub origin: Origin,
}

/// An environment variable by its full name.
type Lookup = dyn Fn(&str) -> Option<String>;

/// All sources, in order.
pub struct Sources {
    flags: Flags,
    variable: Box<Lookup>,
    file: Option<File>,
}

impl Sources {
    /// Finds and parses the file: `--config`, else `CONSOLE_CONFIG`, else `./console.toml` when there is one.
    pub fn open(flags: Flags, variable: impl Fn(&str) -> Option<String> + 'static, known: &[&str]) -> Result<Self, ConfigError> {
        let named = flags.config.clone().or_else(|| variable("CONSOLE_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from));
        let default = Path::new("./console.toml");
        let path = named.or_else(|| default.exists().then(|| default.to_owned()));
        let file = path.as_deref().map(File::read).transpose()?;
        if let Some(file) = &file {
            refuse_unknown(file, &file.entries, known)?;
        }
        Ok(Self { flags, variable: Box::new(variable), file })
    }

    /// The `[[gateway]]` sections, none of whose keys is outside `known`.
    pub fn sections(&self, known: &[&str]) -> Result<Vec<(Section, PathBuf)>, ConfigError> {
        let Some(file) = &self.file else { return Ok(Vec::new()) };
        for section in &file.gateways {
            refuse_unknown(file, &section.entries, known)?;
        }
        Ok(file.gateways.iter().map(|section| (section.clone(), file.path.clone())).collect())
    }

    /// A variable that is not this product's own, by its full name.
    pub fn variable(&self, name: &str) -> Option<String> {
        (self.variable)(name)
    }

    fn find(&self, key: &str) -> Option<Setting<Raw>> {
        if let Some(text) = self.flags.settings.get(key) {
            let origin = Origin::Flag(format!("--{}", key.replace(['_', '.'], "-")));
            return Some(Setting { value: Raw::Text(text.clone()), origin });
        }
        let name = format!("CONSOLE_{}", key.replace('.', "_").to_uppercase());
        if let Some(text) = (self.variable)(&name).filter(|text| !text.is_empty()) {
            return Some(Setting { value: Raw::Text(text), origin: Origin::Variable(name) });
        }
        let file = self.file.as_ref()?;
        let entry = file.entries.get(key)?;
        Some(entry_setting(entry, &file.path, key))
    }

    pub fn text(&self, key: &str) -> Result<Option<Setting<String>>, ConfigError> {
        self.find(key).map(as_text).transpose()
    }

    /// A comma-separated text, or a list of texts in the file.
    pub fn list(&self, key: &str) -> Result<Vec<String>, ConfigError> {
        self.find(key).map_or(Ok(Vec::new()), |setting| as_list(&setting))
    }

    /// The same with where it stands; `None` when it is not set.
    pub fn list_with_origin(&self, key: &str) -> Result<Option<(Vec<String>, Origin)>, ConfigError> {
        self.find(key).map(|setting| Ok((as_list(&setting)?, setting.origin))).transpose()
    }

    pub fn boolean(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        let Some(setting) = self.find(key) else { return Ok(None) };
        match &setting.value {
            Raw::Boolean(value) => Ok(Some(*value)),
            Raw::Text(text) if matches!(text.as_str(), "true" | "1" | "yes") => Ok(Some(true)),
            Raw::Text(text) if matches!(text.as_str(), "false" | "0" | "no") => Ok(Some(false)),
            _ => Err(ConfigError::invalid(&setting.origin, "expected true or false")),
        }
    }

    /// A text parsed as `T`; `expected` completes "expected …".
    pub fn parse<T: FromStr>(&self, key: &str, expected: &str) -> Result<Option<Setting<T>>, ConfigError> {
        let Some(Setting { value, origin }) = self.text(key)? else {
            return Ok(None);
        };
        match value.parse() {
            Ok(value) => Ok(Some(Setting { value, origin })),
            Err(_) => Err(ConfigError::invalid(&origin, format!("`{value}` is not valid: expected {expected}"))),
        }
    }

    /// A whole number within `range`, else `default`.
    pub fn number(&self, key: &str, range: std::ops::RangeInclusive<i64>, default: u32) -> Result<u64, ConfigError> {
        let Some(Setting { value, origin }) = self.find(key) else {
            return Ok(u64::from(default));
        };
        let number = match &value {
            Raw::Integer(number) => Some(*number),
            Raw::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        let valid = number.filter(|number| range.contains(number)).and_then(|number| u64::try_from(number).ok());
        let expected = || format!("expected a whole number from {} to {}", range.start(), range.end());
        valid.ok_or_else(|| ConfigError::invalid(&origin, expected()))
    }
}

/// The setting that an entry of the file is.
pub fn entry_setting(entry: &Entry, path: &Path, key: &str) -> Setting<Raw> {
    Setting { value: entry.raw.clone(), origin: Origin::File { path: path.to_owned(), line: entry.line, key: key.to_owned() } }
}

pub fn as_text(setting: Setting<Raw>) -> Result<Setting<String>, ConfigError> {
    match setting.value {
        Raw::Text(value) => Ok(Setting { value, origin: setting.origin }),
        _ => Err(ConfigError::invalid(&setting.origin, "expected a text in quotes")),
    }
}

pub fn as_list(setting: &Setting<Raw>) -> Result<Vec<String>, ConfigError> {
    let refused = || ConfigError::invalid(&setting.origin, "expected a list of texts");
    match &setting.value {
        Raw::Text(text) => Ok(text.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()),
        Raw::List(items) => items
            .iter()
            .map(|item| match item {
                Raw::Text(text) => Ok(text.clone()),
                _ => Err(refused()),
            })
            .collect(),
        _ => Err(refused()),
    }
}

fn refuse_unknown(file: &File, entries: &BTreeMap<String, Entry>, known: &[&str]) -> Result<(), ConfigError> {
    match entries.iter().find(|(key, _)| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some((key, entry)) => Err(ConfigError::UnknownKey { path: file.path.clone(), line: entry.line, key: key.clone() }),
    }
}
