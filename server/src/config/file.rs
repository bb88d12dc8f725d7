//! The TOML file as dotted keys, each with its line.
//!
//! Knows the shape of the file, not what a key means. Read with spans instead of serde, so that a
//! refusal can name the line.

use super::error::ConfigError;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A value as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    Text(String),
    Integer(i64),
    Boolean(bool),
    List(Vec<Raw>),
    /// A type that no setting has, by its TOML name.
    Other(&'static str),
}

/// A value and the line (from 1) where its key stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub raw: Raw,
    pub line: usize,
}

/// One `[[gateway]]`.
#[derive(Debug, Clone)]
pub struct Section {
    pub line: usize,
    pub entries: BTreeMap<String, Entry>,
}

/// A parsed file.
#[derive(Debug, Clone)]
pub struct File {
    pub path: PathBuf,
    /// Dotted keys: `auth.mode`.
    pub entries: BTreeMap<String, Entry>,
    pub gateways: Vec<Section>,
}

impl File {
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    /// `path` is for messages only.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let table = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
            path: path.to_owned(),
            line: error.span().map_or(1, |span| line_at(text, span.start)),
            message: error.message().to_owned(),
        })?;
        let mut file = Self { path: path.to_owned(), entries: BTreeMap::new(), gateways: Vec::new() };
        for (key, value) in table.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("gateway", DeValue::Array(sections)) => {
                    file.gateways = sections.iter().map(|section| file.section(text, section)).collect::<Result<_, _>>()?;
                }
                (name, DeValue::Table(table)) => flatten(text, name, table, &mut file.entries),
                (name, value) => {
                    file.entries.insert(name.to_owned(), Entry { raw: raw(value), line: line_at(text, key.span().start) });
                }
            }
        }
        Ok(file)
    }

    fn section(&self, text: &str, value: &Spanned<DeValue<'_>>) -> Result<Section, ConfigError> {
        let line = line_at(text, value.span().start);
        let DeValue::Table(table) = value.get_ref() else {
            return Err(ConfigError::Syntax { path: self.path.clone(), line, message: "`gateway` holds tables: write [[gateway]]".into() });
        };
        let mut entries = BTreeMap::new();
        for (key, value) in table {
            let entry = Entry { raw: raw(value.get_ref()), line: line_at(text, key.span().start) };
            entries.insert(key.get_ref().to_string(), entry);
        }
        Ok(Section { line, entries })
    }
}

fn flatten(text: &str, prefix: &str, table: &DeTable<'_>, entries: &mut BTreeMap<String, Entry>) {
    for (key, value) in table {
        let name = format!("{prefix}.{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => flatten(text, &name, inner, entries),
            value => {
                entries.insert(name, Entry { raw: raw(value), line: line_at(text, key.span().start) });
            }
        }
    }
}

fn raw(value: &DeValue<'_>) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Raw::Other("an integer out of range"), Raw::Integer)
        }
        DeValue::Boolean(value) => Raw::Boolean(*value),
        DeValue::Array(items) => Raw::List(items.iter().map(|item| raw(item.get_ref())).collect()),
        other => Raw::Other(other.type_str()),
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
