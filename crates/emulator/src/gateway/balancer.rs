//! Smooth weighted round robin: over any run of calls each member gets its exact share, evenly spread.
//! Knows names and weights only.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How far each member of each pool is ahead of its share.
#[derive(Default)]
pub(crate) struct Balancer {
    pools: Mutex<HashMap<String, HashMap<String, i64>>>,
}

impl Balancer {
    /// The index of the member whose turn it is; `None` when there are no members.
    pub(crate) fn next(&self, pool: &str, members: &[(&str, u64)]) -> Option<usize> {
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let credits = pools.entry(pool.to_ascii_lowercase()).or_default();
        credits.retain(|name, _| members.iter().any(|(member, _)| member == name));
        let mut total = 0;
        let mut best: Option<(usize, i64)> = None;
        for (index, (name, weight)) in members.iter().enumerate() {
            let weight = i64::try_from(*weight).unwrap_or(i64::MAX / 1000);
            total += weight;
            let credit = credits.entry((*name).to_owned()).or_default();
            *credit += weight;
            if best.is_none_or(|(_, most)| *credit > most) {
                best = Some((index, *credit));
            }
        }
        let (index, _) = best?;
        if let Some(credit) = credits.get_mut(members[index].0) {
            *credit -= total;
        }
        Some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::Balancer;

    #[test]
    fn shares_are_exact_and_spread() {
        let balancer = Balancer::default();
        let members = [("a", 3), ("b", 1)];
        let turns: Vec<_> = (0..8).filter_map(|_| balancer.next("pool", &members)).collect();
        assert_eq!(turns, [0, 0, 1, 0, 0, 0, 1, 0]);
        assert_eq!(balancer.next("pool", &[]), None);
    }
}
