//! Choosing the theme where scripts don't run.

use super::answer::{Post, see};
use app::state::theme::{COOKIE, Theme};
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;

/// `POST /theme`
pub async fn choose(post: Post) -> Response {
    let theme = Theme::parse(&post.pairs.text("theme"));
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", theme.slug());
    ([(SET_COOKIE, cookie)], see(&own_path(&post.pairs.text("return_to")))).into_response()
}

/// Only a path of our own: never another site.
fn own_path(path: &str) -> String {
    let is_own = path.starts_with('/') && !path.starts_with("//") && path.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if is_own { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn leads_to_no_other_site() {
        assert_eq!(own_path("/g/local/backends"), "/g/local/backends");
        for bad in ["https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x=y", ""] {
            assert_eq!(own_path(bad), "/", "{bad:?}");
        }
    }
}
