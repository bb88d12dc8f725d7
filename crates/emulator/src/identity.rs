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

/// The names in an id below the service: `/apis/a/operations/b` as `["a", "b"]` for `["apis", "operations"]`.
/// `None` when the id belongs to another service or has another shape.
pub(crate) fn names<'a>(id: &'a str, kinds: &[&str]) -> Option<Vec<&'a str>> {
    let segments: Vec<&str> = relative_id(id)?.split('/').filter(|segment| !segment.is_empty()).collect();
    let pairs = segments.chunks_exact(2);
    let fits = segments.len() == 2 * kinds.len() && pairs.clone().zip(kinds).all(|(pair, kind)| pair[0].eq_ignore_ascii_case(kind));
    fits.then(|| pairs.map(|pair| pair[1]).collect())
}

/// The same id, spelled in full: `/products/x` becomes the ARM id of this service's product.
pub(crate) fn full_id(id: &str) -> String {
    match relative_id(id) {
        Some(relative) => service_id() + relative,
        None => id.to_owned(),
    }
}

/// 24 hexadecimal digits, as the service makes them for operations and its own named values.
pub(crate) fn random_id() -> String {
    format!("{:024x}", rand::random::<u128>() >> 32)
}
