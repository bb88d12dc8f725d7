//! The list's query string: what is shown can be bookmarked and sent to a colleague.

use crate::routes;
use domain::{
    backend::{BackendQuery, BackendSort},
    page::Direction,
};
use leptos_router::params::ParamsMap;

pub(super) fn read(map: &ParamsMap) -> BackendQuery {
    BackendQuery::read(|name| map.get(name).unwrap_or_default())
}

pub(super) fn href(gateway: &str, query: &BackendQuery) -> String {
    with_pairs(&routes::backends(gateway), query)
}

/// All rows that match, as a file.
pub(super) fn export_href(gateway: &str, query: &BackendQuery) -> String {
    with_pairs(&routes::export_backends(gateway), &query.whole())
}

fn with_pairs(path: &str, query: &BackendQuery) -> String {
    let pairs = query.pairs();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    routes::with_query(path, &pairs)
}

/// The query after a click on this column's heading: sorts by it, then the other way round.
pub(super) fn sorted_by(query: &BackendQuery, sort: BackendSort) -> BackendQuery {
    let is_again = query.sort == sort && query.direction == Direction::Asc;
    let direction = if is_again { Direction::Desc } else { Direction::Asc };
    BackendQuery { sort, direction, page: 1, is_refresh: false, ..query.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::backend::BackendFilter;

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
