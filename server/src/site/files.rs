//! Serves the files, precompressed where the build left `.br` and `.gz` beside them.

use super::options::PKG_DIR;
use crate::AppState;
use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
};
use http::{HeaderValue, StatusCode, header};
use leptos::config::LeptosOptions;
use std::path::Path;
use tower_http::services::{ServeDir, ServeFile};

/// Files at the root that browsers and crawlers ask for by name.
const ROOT_FILES: [&str; 2] = ["favicon.svg", "robots.txt"];

/// A hashed name never means other bytes; an unhashed one must be asked about again.
const HASHED: &str = "public, max-age=31536000, immutable";
const UNHASHED: &str = "no-cache";
const ROOT: &str = "public, max-age=86400";

pub fn routes(options: &LeptosOptions) -> Router<AppState> {
    let root = Path::new(&*options.site_root);
    let pkg = ServeDir::new(root.join(PKG_DIR)).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let pkg_cache = if options.hash_files { HASHED } else { UNHASHED };
    let hashed = Router::new().nest_service(&format!("/{PKG_DIR}"), pkg).layer(middleware::from_fn_with_state(pkg_cache, keep));
    let named = ROOT_FILES.iter().fold(Router::new(), |router, name| {
        let path = format!("/{name}");
        router.route_service(&path, ServeFile::new(root.join(name)).precompressed_br().precompressed_gzip())
    });
    hashed.merge(named.layer(middleware::from_fn_with_state(ROOT, keep)))
}

/// Only what was found may be kept: a 404 from a moment of deployment must not stay for a year.
async fn keep(State(policy): State<&'static str>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    }
    response
}
