//! Choosing the theme where scripts don't run.

use super::answer::{Post, see};
use crate::auth::return_to::own_path;
use app::state::theme::{COOKIE, Theme};
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;

/// `POST /theme`
pub async fn choose(post: Post) -> Response {
    let theme = Theme::parse(&post.pairs.text("theme"));
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", theme.slug());
    ([(SET_COOKIE, cookie)], see(&own_path(&post.pairs.text("return_to")))).into_response()
}
