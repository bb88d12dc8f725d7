//! Takes an ARM path apart: is it this service, and what below it is meant. Names keep their spelling,
//! everything else compares without case.

use super::error::ArmError;
use crate::identity::{RESOURCE_GROUP, SERVICE, SUBSCRIPTION_ID};

/// The decoded path segments below the service; empty for the service itself.
///
/// # Errors
/// ARM's own 404 for another subscription, resource group or service, and for paths that are none of these.
pub(super) fn below_service(path: &str) -> Result<Vec<String>, ArmError> {
    let segments: Vec<String> = path.split('/').filter(|segment| !segment.is_empty()).map(decode).collect();
    let fixed = |index: usize, word: &str| segments.get(index).is_some_and(|segment| segment.eq_ignore_ascii_case(word));
    if !fixed(0, "subscriptions") {
        return Err(ArmError::no_such_type());
    }
    named(&segments, 1, SUBSCRIPTION_ID, ArmError::subscription_not_found)?;
    if fixed(2, "providers") && fixed(3, "Microsoft.ApiManagement") && fixed(4, "locations") && segments.len() == 8 {
        return Ok(segments.into_iter().skip(4).collect());
    }
    if !fixed(2, "resourceGroups") {
        return Err(ArmError::no_such_type());
    }
    named(&segments, 3, RESOURCE_GROUP, ArmError::resource_group_not_found)?;
    if !(fixed(4, "providers") && fixed(5, "Microsoft.ApiManagement") && fixed(6, "service")) {
        return Err(ArmError::no_such_type());
    }
    named(&segments, 7, SERVICE, |name| ArmError::service_not_found(name, &segments[3]))?;
    Ok(segments.into_iter().skip(8).collect())
}

fn named(segments: &[String], index: usize, expected: &str, not_found: impl Fn(&str) -> ArmError) -> Result<(), ArmError> {
    match segments.get(index) {
        Some(name) if name.eq_ignore_ascii_case(expected) => Ok(()),
        Some(name) => Err(not_found(name)),
        None => Err(ArmError::no_such_type()),
    }
}

/// Percent-decodes one segment; what is not valid stays as it is.
fn decode(segment: &str) -> String {
    let bytes = segment.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let hex = (bytes[index] == b'%').then(|| segment.get(index + 1..index + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                index += 3;
            }
            None => {
                decoded.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| segment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn a_revision_arrives_encoded() {
        assert_eq!(decode("x%3Brev%3D2"), "x;rev=2");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%C3%A9"), "%zzé");
    }
}
