//! The list's query string: what is shown can be bookmarked and sent to a colleague.

use crate::routes;
use domain::{
    page::Direction,
    resource::{Key, Query},
};
use leptos_router::params::ParamsMap;

pub(super) fn read(map: &ParamsMap) -> Query {
    let text = |name: &str| map.get(name).unwrap_or_default();
    Query {
        text: text("text"),
        show: text("show"),
        sort: text("sort"),
        direction: if text("order") == "desc" { Direction::Desc } else { Direction::Asc },
        page: text("page").parse().unwrap_or(1),
        size: 0,
        is_refresh: text("refresh") == "1",
    }
}

/// Without what is as it is anyway.
pub(super) fn pairs(query: &Query) -> Vec<(&'static str, String)> {
    let page = if query.page > 1 { query.page.to_string() } else { String::new() };
    let order = if query.direction == Direction::Desc { "desc" } else { "" };
    let refresh = if query.is_refresh { "1" } else { "" };
    let all = [
        ("text", query.text.clone()),
        ("show", query.show.clone()),
        ("sort", query.sort.clone()),
        ("order", order.to_owned()),
        ("page", page),
        ("refresh", refresh.to_owned()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

pub(super) fn href(place: &Key, query: &Query) -> String {
    let pairs = pairs(query);
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    routes::with_query(&routes::resources(&place.gateway, place.kind, &place.parent), &pairs)
}

/// The query after a click on this column's heading: sorts by it, then the other way round.
pub(super) fn sorted_by(query: &Query, sort: &str) -> Query {
    let is_again = query.sort == sort && query.direction == Direction::Asc;
    let direction = if is_again { Direction::Desc } else { Direction::Asc };
    Query { sort: sort.to_owned(), direction, page: 1, is_refresh: false, ..query.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::resource::Kind;

    #[test]
    fn what_is_written_is_read_again() {
        let query = Query {
            text: "a&b".into(),
            show: "active".into(),
            sort: "scope".into(),
            direction: Direction::Desc,
            page: 3,
            size: 0,
            is_refresh: false,
        };
        let place = Key::new("local", Kind::Subscription, "");
        assert_eq!(href(&place, &query), "/g/local/subscriptions?text=a%26b&show=active&sort=scope&order=desc&page=3");
        let mut map = ParamsMap::new();
        for (name, value) in pairs(&query) {
            map.insert(name, value);
        }
        assert_eq!(read(&map), query);
    }
}
