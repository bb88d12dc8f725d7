//! Lists as files to download: the rows that the list page finds with the same query string.

use crate::AppState;
use app::routes::downloads;
use axum::{
    Extension, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use control::{Error, Op};
use domain::{Pairs, backend::BackendQuery, resource};
use http::{StatusCode, header};
use serde::Deserialize;

/// The paths of [`routes`].
pub const PATHS: [&str; 3] = [downloads::BACKENDS, downloads::RESOURCES, downloads::API_DIAGNOSTICS];

pub fn routes() -> Router<AppState> {
    let [of_backends, of_resources, of_diagnostics] = PATHS;
    Router::new().route(of_backends, get(backends)).route(of_resources, get(resources)).route(of_diagnostics, get(resources))
}

/// Whichever of these the path has.
#[derive(Deserialize)]
struct Place {
    gateway: String,
    collection: Option<String>,
    parent: Option<String>,
}

/// `Permission:` read, checked by the use case.
async fn backends(
    State(state): State<AppState>,
    Extension(op): Extension<Op>,
    Path(gateway): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let pairs = Pairs(pairs);
    let query = BackendQuery::read(|name| pairs.text(name)).whole();
    answer(&op, "backends", state.control.export_backends(&op, &gateway, &query).await)
}

/// `Permission:` read, checked by the use case.
async fn resources(
    State(state): State<AppState>,
    Extension(op): Extension<Op>,
    Path(place): Path<Place>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let kind = match &place.parent {
        Some(_) => Some(resource::Kind::Diagnostic),
        None => resource::Kind::from_slug(place.collection.as_deref().unwrap_or_default()),
    };
    let Some(kind) = kind else { return StatusCode::NOT_FOUND.into_response() };
    let pairs = Pairs(pairs);
    let query = resource::Query::read(|name| pairs.text(name)).whole();
    let parent = place.parent.unwrap_or_default();
    answer(&op, kind.slug(), state.control.export_resources(&op, &place.gateway, kind, &parent, &query).await)
}

/// A file, or in words why there is none: the link leads straight here.
fn answer(op: &Op, name: &str, csv: Result<String, Error>) -> Response {
    match csv {
        Ok(csv) => {
            let file = format!("attachment; filename=\"{name}.csv\"");
            ([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)], csv).into_response()
        }
        Err(error) => {
            let problem = error.problem(&op.request_id);
            let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, format!("{}\nRequest id: {}\n", problem.message, problem.request_id)).into_response()
        }
    }
}
