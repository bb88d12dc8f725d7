//! A list's query string: what is shown can be bookmarked, sent to a colleague and exported.

use super::Query;
use crate::page::Direction;

impl Query {
    /// `get`: the parameter of this name, empty when there is none.
    pub fn read(get: impl Fn(&str) -> String) -> Self {
        Self {
            text: get("text"),
            show: get("show"),
            sort: get("sort"),
            direction: Direction::read(&get("order")),
            page: get("page").parse().unwrap_or(1),
            size: 0,
            is_refresh: get("refresh") == "1",
        }
    }

    /// Without what is as it is anyway.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let refresh = if self.is_refresh { "1" } else { "" };
        let all = [
            ("text", self.text.clone()),
            ("show", self.show.clone()),
            ("sort", self.sort.clone()),
            ("order", self.direction.slug().to_owned()),
            ("page", page),
            ("refresh", refresh.to_owned()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// All rows that match, whatever page was shown.
    pub fn whole(&self) -> Self {
        Self { page: 1, size: 0, is_refresh: false, ..self.clone() }
    }
}
