//! The list's query string: what is shown can be bookmarked and sent to a colleague.

use crate::routes;
use domain::{
    backend::{BackendFilter, BackendQuery, BackendSort},
    page::Direction,
};
use leptos_router::params::ParamsMap;

pub(super) const FILTERS: [(BackendFilter, &str); 4] =
    [(BackendFilter::All, ""), (BackendFilter::Single, "single"), (BackendFilter::Pool, "pool"), (BackendFilter::Attention, "attention")];

const SORTS: [(BackendSort, &str); 4] =
    [(BackendSort::Name, ""), (BackendSort::Kind, "type"), (BackendSort::Url, "where"), (BackendSort::State, "state")];

pub(super) fn read(map: &ParamsMap) -> BackendQuery {
    let text = |name: &str| map.get(name).unwrap_or_default();
    BackendQuery {
        text: text("text"),
        filter: by_slug(&FILTERS, &text("show")),
        sort: by_slug(&SORTS, &text("sort")),
        direction: if text("order") == "desc" { Direction::Desc } else { Direction::Asc },
        page: text("page").parse().unwrap_or(1),
        size: 0,
        is_refresh: text("refresh") == "1",
    }
}

pub(super) fn href(gateway: &str, query: &BackendQuery) -> String {
    let page = if query.page > 1 { query.page.to_string() } else { String::new() };
    let order = if query.direction == Direction::Desc { "desc" } else { "" };
    let refresh = if query.is_refresh { "1" } else { "" };
    routes::with_query(
        &routes::backends(gateway),
        &[
            ("text", &query.text),
            ("show", slug_of(&FILTERS, query.filter)),
            ("sort", slug_of(&SORTS, query.sort)),
            ("order", order),
            ("page", &page),
            ("refresh", refresh),
        ],
    )
}

/// The query after a click on this column's heading: sorts by it, then the other way round.
pub(super) fn sorted_by(query: &BackendQuery, sort: BackendSort) -> BackendQuery {
    let is_again = query.sort == sort && query.direction == Direction::Asc;
    let direction = if is_again { Direction::Desc } else { Direction::Asc };
    BackendQuery { sort, direction, page: 1, is_refresh: false, ..query.clone() }
}

fn by_slug<T: Copy + Default>(table: &[(T, &str)], slug: &str) -> T {
    table.iter().find(|(_, known)| *known == slug).map_or_else(T::default, |(value, _)| *value)
}

fn slug_of<T: PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    table.iter().find(|(known, _)| *known == value).map_or("", |(_, slug)| slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let query = BackendQuery {
            text: "a&b".into(),
            filter: BackendFilter::Pool,
            sort: BackendSort::State,
            direction: Direction::Desc,
            page: 3,
            size: 0,
            is_refresh: false,
        };
        let href = href("local", &query);
        assert_eq!(href, "/g/local/backends?text=a%26b&show=pool&sort=state&order=desc&page=3");
        let mut map = ParamsMap::new();
        for (name, value) in [("text", "a&b"), ("show", "pool"), ("sort", "state"), ("order", "desc"), ("page", "3")] {
            map.insert(name, value.to_string());
        }
        assert_eq!(read(&map), query);
    }

    #[test]
    fn a_second_click_turns_the_order() {
        let once = sorted_by(&BackendQuery::default(), BackendSort::Kind);
        assert_eq!((once.sort, once.direction), (BackendSort::Kind, Direction::Asc));
        assert_eq!(sorted_by(&once, BackendSort::Kind).direction, Direction::Desc);
    }
}
