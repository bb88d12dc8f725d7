//! Who the emulated service is, and the ARM ids that follow from it.
//! Knows nothing about resources; only how their ids are spelled.

/// The Azure subscription the emulated service pretends to live in.
pub const SUBSCRIPTION_ID: &str = "00000000-0000-0000-0000-000000000001";
/// Its resource group.
pub const RESOURCE_GROUP: &str = "local";
/// Its name.
pub const SERVICE: &str = "local-apim";

/// The ARM provider and type of the service itself.
pub(crate) const SERVICE_TYPE: &str = "Microsoft.ApiManagement/service";

/// The ARM id of the service, without a trailing slash.
pub(crate) fn service_id() -> String {
    format!("/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/{RESOURCE_GROUP}/providers/{SERVICE_TYPE}/{SERVICE}")
}

/// The part of an ARM id after the service (`/backends/x`), or the id itself when it is already relative.
/// `None` when the id belongs to another service.
pub(crate) fn relative_id(id: &str) -> Option<&str> {
    let service = service_id();
    match id.get(..service.len()) {
        Some(head) if head.eq_ignore_ascii_case(&service) => {
            let rest = &id[service.len()..];
            (rest.is_empty() || rest.starts_with('/')).then_some(rest)
        }
        _ => {
            let is_absolute = id.get(..15).is_some_and(|head| head.eq_ignore_ascii_case("/subscriptions/")) && id.contains("/providers/");
            (!is_absolute && id.starts_with('/')).then_some(id)
        }
    }
}

/// The name of the backend an id points to: a full ARM id of this service or `/backends/{name}`.
pub(crate) fn backend_name(id: &str) -> Option<&str> {
    let mut segments = relative_id(id)?.split('/').filter(|segment| !segment.is_empty());
    let is_backend = segments.next()?.eq_ignore_ascii_case("backends");
    let name = segments.next()?;
    (is_backend && segments.next().is_none()).then_some(name)
}
