//! Which APIs have a child that is being written. The live service refuses a second such write with 412 when the
//! first is not done yet; only a write that is held up here can be met by another.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

#[derive(Default)]
pub(crate) struct InFlight {
    apis: Mutex<HashMap<String, usize>>,
}

/// One write, from its arrival to its answer.
pub(crate) struct Entry<'a> {
    owner: &'a InFlight,
    api: String,
    /// Whether another was already there.
    pub(crate) met_another: bool,
}

impl InFlight {
    pub(crate) fn enter(&self, api: String) -> Entry<'_> {
        let mut apis = self.apis.lock().unwrap_or_else(PoisonError::into_inner);
        let count = apis.entry(api.clone()).or_default();
        *count += 1;
        Entry { owner: self, api, met_another: *count > 1 }
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        let mut apis = self.owner.apis.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = apis.get_mut(&self.api) {
            *count -= 1;
            if *count == 0 {
                apis.remove(&self.api);
            }
        }
    }
}
