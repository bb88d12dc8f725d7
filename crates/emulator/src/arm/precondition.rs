//! If-Match: `*` matches anything, also nothing; an ETag must be the current one; absent is accepted,
//! as the live service accepts it.

use super::entity;
use super::error::ArmError;
use crate::state::Resource;

/// 412 unless the condition holds for the resource as it is now.
pub(super) fn check(if_match: Option<&str>, current: Option<&Resource>) -> Result<(), ArmError> {
    let Some(condition) = if_match.map(str::trim).filter(|condition| !condition.is_empty() && *condition != "*") else {
        return Ok(());
    };
    let etag = current.map(entity::etag);
    let is_current = etag.is_some_and(|etag| condition.split(',').any(|wanted| wanted.trim() == etag));
    if is_current { Ok(()) } else { Err(ArmError::precondition_failed()) }
}
