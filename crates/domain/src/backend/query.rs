//! The query string of the list of backends.

use super::{BackendFilter, BackendQuery, BackendSort};
use crate::page::Direction;

impl BackendFilter {
    /// In addresses: `?show=pool`.
    pub const SLUGS: [(BackendFilter, &str); 4] = [
        (BackendFilter::All, ""),
        (BackendFilter::Single, "single"),
        (BackendFilter::Pool, "pool"),
        (BackendFilter::Attention, "attention"),
    ];
}

impl BackendSort {
    /// In addresses: `?sort=where`.
    pub const SLUGS: [(BackendSort, &str); 4] =
        [(BackendSort::Name, ""), (BackendSort::Kind, "type"), (BackendSort::Url, "where"), (BackendSort::State, "state")];
}

impl BackendQuery {
    /// `get`: the parameter of this name, empty when there is none.
    pub fn read(get: impl Fn(&str) -> String) -> Self {
        Self {
            text: get("text"),
            filter: by_slug(&BackendFilter::SLUGS, &get("show")),
            sort: by_slug(&BackendSort::SLUGS, &get("sort")),
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
            ("show", slug_of(&BackendFilter::SLUGS, self.filter).to_owned()),
            ("sort", slug_of(&BackendSort::SLUGS, self.sort).to_owned()),
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

fn by_slug<T: Copy + Default>(table: &[(T, &str)], slug: &str) -> T {
    table.iter().find(|(_, known)| *known == slug).map_or_else(T::default, |(value, _)| *value)
}

fn slug_of<T: PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    table.iter().find(|(known, _)| *known == value).map_or("", |(_, slug)| slug)
}
