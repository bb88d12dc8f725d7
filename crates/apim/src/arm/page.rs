//! Lists: following `nextLink` to the end, without following it anywhere else.

use super::{ArmClient, CallContext, ListQuery, entity::Place, request::Request, send::Answer};
use crate::{Error, resource::Resource};
use http::Method;
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// The most pages of one list. A page holds a hundred items.
const MAX_PAGES: usize = 1_000;

impl ArmClient {
    /// The items that `query` asks for, each once, in Azure's order.
    pub(super) async fn list<T: Resource>(&self, call: &CallContext, place: Place<'_>, query: &ListQuery) -> Result<Vec<T>, Error> {
        let mut items = self.sweep(call, &query.ask(place), query.limit()).await?;
        items.truncate(query.limit());
        Ok(items.into_iter().map(T::of).collect())
    }

    /// The items of a collection, each once, in Azure's order: all of them, or pages until there are
    /// `enough`.
    pub(super) async fn sweep(&self, call: &CallContext, place: &Place<'_>, enough: usize) -> Result<Vec<Value>, Error> {
        let version = self.inner.versions.of(place.kind);
        let mut url = self.url_of(place)?;
        let mut visited = HashSet::new();
        let mut items = Items::default();
        while visited.insert(url.clone()) {
            if visited.len() > MAX_PAGES {
                return Err(Error::Protocol(format!("Azure's list has more than {MAX_PAGES} pages.")));
            }
            let answer = self.send(Request::new(Method::GET, url.clone(), call)).await?;
            let next = items.take(&answer)?;
            if items.list.len() > self.inner.limits.sweep_max_items {
                return Err(Error::Protocol(format!("Azure's list has more than {} items.", self.inner.limits.sweep_max_items)));
            }
            match next.filter(|_| items.list.len() < enough) {
                Some(link) => url = follow(&self.inner.address.arm_url, &url, &link, version)?,
                None => return Ok(items.list),
            }
        }
        Err(Error::Protocol("Azure's list leads back to a page that was read before.".into()))
    }
}

#[derive(Default)]
struct Items {
    list: Vec<Value>,
    /// Lower case: a list that shifts while it is read shows an item on two pages.
    ids: HashSet<String>,
}

impl Items {
    /// Adds a page's items; the link to the next page, if there is one.
    fn take(&mut self, answer: &Answer) -> Result<Option<String>, Error> {
        let mut page = answer.object("a list")?;
        let Some(Value::Array(items)) = page.get_mut("value").map(Value::take) else {
            return Err(Error::Protocol("Azure answered a list without `value`.".into()));
        };
        for item in items.into_iter().filter(Value::is_object) {
            let id = item.get("id").and_then(Value::as_str).map(str::to_ascii_lowercase);
            if id.is_none_or(|id| self.ids.insert(id)) {
                self.list.push(item);
            }
        }
        let link = page.get("nextLink").and_then(Value::as_str).map(str::trim);
        Ok(link.filter(|link| !link.is_empty()).map(str::to_owned))
    }
}

/// Where `link` leads. Only within `arm_url`'s origin, since the token goes there too, and in our
/// api-version, since an older one hides members.
fn follow(arm_url: &Url, page: &Url, link: &str, version: &str) -> Result<Url, Error> {
    let mut next = within(arm_url, page, link, "nextLink")?;
    next.set_fragment(None);
    let is_version = |part: &&str| part.split('=').next().is_some_and(|name| name.eq_ignore_ascii_case("api-version"));
    let others: Vec<_> = next.query().unwrap_or_default().split('&').filter(|part| !part.is_empty() && !is_version(part)).collect();
    let mut query = others.join("&");
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str("api-version=");
    query.extend(url::form_urlencoded::byte_serialize(version.as_bytes()));
    next.set_query(Some(&query));
    Ok(next)
}

/// Where `link` leads; within `arm_url`'s origin only, since the token goes there too.
pub(super) fn within(arm_url: &Url, base: &Url, link: &str, what: &str) -> Result<Url, Error> {
    let url = base.join(link).map_err(|_| Error::Protocol(format!("Azure's `{what}` is not a URL.")))?;
    let is_ours = url.origin() == arm_url.origin() && url.username().is_empty() && url.password().is_none();
    if !is_ours {
        let origin = url.origin().ascii_serialization();
        return Err(Error::Protocol(format!("Azure's `{what}` leads to {origin}, which is not `arm_url`: not followed.")));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(link: &str) -> Result<String, Error> {
        let arm_url = Url::parse("https://management.azure.com").unwrap();
        let page = Url::parse("https://management.azure.com/a/backends?api-version=2025-09-01-preview").unwrap();
        follow(&arm_url, &page, link, "2025-09-01-preview").map(String::from)
    }

    #[test]
    fn links_within_the_origin_are_followed_in_our_version() {
        let expected = "https://management.azure.com/a/backends?%24skip=100&api-version=2025-09-01-preview";
        for link in [
            "https://management.azure.com/a/backends?api-version=2024-05-01&%24skip=100",
            "https://MANAGEMENT.azure.com:443/a/backends?%24skip=100&api-version=2025-09-01-preview",
            "/a/backends?%24skip=100",
            "backends?%24skip=100",
            "?%24skip=100#here",
        ] {
            assert_eq!(next(link).unwrap(), expected, "{link}");
        }
    }

    #[test]
    fn links_to_anywhere_else_are_refused() {
        for link in [
            "http://management.azure.com/a/backends?%24skip=100",
            "https://management.azure.com:8443/a/backends",
            "https://management.azure.com.evil.test/a",
            "https://management.azure.com@evil.test/a",
            "https://me:pw@management.azure.com/a",
            "//evil.test/a",
            "\\\\evil.test\\a",
            "file:///etc/passwd",
            "data:text/plain,x",
        ] {
            assert!(matches!(next(link), Err(Error::Protocol(_))), "{link}");
        }
    }
}
