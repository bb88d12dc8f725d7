//! Lists by the page.

use serde::{Deserialize, Serialize};

/// Rows of one page, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// All rows that match, over all pages.
    pub total: u32,
    /// From 1.
    pub number: u32,
    /// Rows a page.
    pub size: u32,
}

impl<T> Page<T> {
    /// Cuts the page with this number out of all matching rows; a number past the end is the last.
    pub fn cut(all: Vec<T>, number: u32, size: u32) -> Self {
        let size = size.clamp(1, 200);
        let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let number = number.clamp(1, total.div_ceil(size).max(1));
        let rows = all.into_iter().skip(((number - 1) * size) as usize).take(size as usize).collect();
        Self { rows, total, number, size }
    }

    pub fn is_first(&self) -> bool {
        self.number <= 1
    }

    pub fn is_last(&self) -> bool {
        self.number * self.size >= self.total
    }

    /// `1–25 of 112`.
    pub fn range(&self) -> String {
        if self.total == 0 {
            return "0 of 0".into();
        }
        let first = (self.number - 1) * self.size + 1;
        format!("{first}–{} of {}", first + self.rows.len() as u32 - 1, self.total)
    }
}

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    #[default]
    Asc,
    Desc,
}

impl Direction {
    /// In addresses: `?order=desc`; the other way is empty.
    pub fn slug(self) -> &'static str {
        if self == Direction::Desc { "desc" } else { "" }
    }

    /// Whatever is not `desc` is ascending.
    pub fn read(slug: &str) -> Self {
        if slug == "desc" { Direction::Desc } else { Direction::Asc }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_past_the_end_is_the_last_page() {
        let page = Page::cut((0..23).collect(), 9, 10);
        assert_eq!((page.number, page.rows.len(), page.is_last()), (3, 3, true));
        assert_eq!(page.range(), "21–23 of 23");
    }

    #[test]
    fn an_empty_list_has_one_page() {
        let page = Page::<u8>::cut(vec![], 1, 25);
        assert!(page.is_first() && page.is_last());
        assert_eq!(page.range(), "0 of 0");
    }
}
