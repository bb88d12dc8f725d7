//! What a list is asked for: a filter in Azure's subset of OData, and a part of it.
//!
//! Source: the contract's section on paging and filtering.

use super::entity::Place;

/// Which items of a list, and how many. The default is all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListQuery {
    pub filter: Option<Filter>,
    /// At most this many items, over all pages; 1 or more.
    pub top: Option<u32>,
    /// Leaves out so many at the start.
    pub skip: Option<u32>,
}

/// A condition on the fields of items. Which fields an operation knows is in the contract; Azure
/// refuses others with 400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter(String);

impl ListQuery {
    pub fn filtered(filter: Filter) -> Self {
        Self { filter: Some(filter), ..Self::default() }
    }

    pub(super) fn ask<'a>(&self, place: Place<'a>) -> Place<'a> {
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        let filter = self.filter.as_ref().map(|filter| filter.0.clone());
        place.with("$filter", filter).with("$top", number(self.top)).with("$skip", number(self.skip))
    }

    pub(super) fn limit(&self) -> usize {
        self.top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX))
    }
}

impl Filter {
    /// Written by hand.
    pub fn raw(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// `state eq 'published'`
    pub fn equals(field: &str, text: &str) -> Self {
        Self(format!("{field} eq {}", quoted(text)))
    }

    /// `contains(displayName, 'gpt')`
    pub fn contains(field: &str, text: &str) -> Self {
        Self(format!("contains({field}, {})", quoted(text)))
    }

    /// `startswith(path, 'ai')`
    pub fn starts_with(field: &str, text: &str) -> Self {
        Self(format!("startswith({field}, {})", quoted(text)))
    }

    /// `isCurrent eq true`: APIs without their other revisions.
    pub fn is_current(is_current: bool) -> Self {
        Self(format!("isCurrent eq {is_current}"))
    }

    pub fn and(self, other: Self) -> Self {
        Self(format!("{} and {}", self.0, other.0))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A string of OData: a quote in it is doubled.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_quotes() {
        let filter = Filter::equals("name", "o'neill' or name ne '").and(Filter::is_current(true));
        assert_eq!(filter.as_str(), "name eq 'o''neill'' or name ne ''' and isCurrent eq true");
    }
}
