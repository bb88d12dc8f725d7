//! The list's query string: what is shown can be bookmarked and sent to a colleague.

use crate::routes;
use domain::{
    page::Direction,
    resource::{Key, Query},
};
use leptos_router::params::ParamsMap;

pub(super) fn read(map: &ParamsMap) -> Query {
    Query::read(|name| map.get(name).unwrap_or_default())
}

pub(super) fn href(place: &Key, query: &Query) -> String {
    let pairs = query.pairs();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    routes::with_query(&routes::resources(&place.gateway, place.kind, &place.parent), &pairs)
}

/// All rows that match, as a file.
pub(super) fn export_href(place: &Key, query: &Query) -> String {
    let pairs = query.whole().pairs();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    routes::with_query(&routes::export_resources(&place.gateway, place.kind, &place.parent), &pairs)
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
        for (name, value) in query.pairs() {
            map.insert(name, value);
        }
        assert_eq!(read(&map), query);
    }
}
