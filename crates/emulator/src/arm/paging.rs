//! `$top`, `$skip` and the absolute `nextLink`, which carries the client's own host.

use url::form_urlencoded::Serializer;

use super::call::Call;
use super::error::ArmError;
use crate::rules::Problem;

const DEFAULT_SIZE: usize = 100;

/// Which part of a list is asked for.
pub(super) struct Page {
    top: Option<usize>,
    pub(super) skip: usize,
}

impl Page {
    pub(super) fn read(call: &Call) -> Result<Self, ArmError> {
        let top = number("$top", call.query.top.as_deref(), 1)?;
        let skip = number("$skip", call.query.skip.as_deref(), 0)?.unwrap_or(0);
        Ok(Self { top, skip })
    }

    pub(super) fn size(&self) -> usize {
        self.top.unwrap_or(DEFAULT_SIZE)
    }

    /// The address of the page after this one; `None` on the last.
    pub(super) fn next_link(&self, call: &Call, total: usize) -> Option<String> {
        let next = self.skip.saturating_add(self.size());
        if next >= total {
            return None;
        }
        let mut query = Serializer::new(String::new());
        query.append_pair("api-version", &call.query.api_version);
        if let Some(top) = self.top {
            query.append_pair("$top", &top.to_string());
        }
        query.append_pair("$skip", &next.to_string());
        if let Some(filter) = &call.query.filter {
            query.append_pair("$filter", filter);
        }
        Some(format!("http://{}{}?{}", call.host, call.path, query.finish()))
    }
}

fn number(name: &str, text: Option<&str>, minimum: usize) -> Result<Option<usize>, ArmError> {
    let Some(text) = text else { return Ok(None) };
    match text.parse::<usize>() {
        Ok(value) if value >= minimum && i32::try_from(value).is_ok() => Ok(Some(value)),
        _ => {
            let message = format!("{name} must be a whole number of at least {minimum}.");
            Err(ArmError::validation(vec![Problem::new(name, message)]))
        }
    }
}
