//! The pages: a folder per area, a file per page.

mod api_tabs;
mod audit;
mod backends;
mod changes;
mod conflict;
mod done;
mod editing;
mod home;
mod llm_api;
mod loaded;
mod me;
mod not_found;
mod notice;
mod operations;
mod overview;
mod parameters;
mod playground;
mod policy;
mod related;
mod resources;
mod settings;

pub(crate) use audit::{AuditDetail, AuditList};
pub(crate) use backends::{BackendDetail, BackendList, DeleteBackend, EditBackend, NewBackend};
pub(crate) use home::Home;
pub(crate) use llm_api::NewLlmApi;
pub(crate) use me::Me;
pub(crate) use not_found::NotFound;
pub(crate) use notice::NoticePage;
pub(crate) use operations::Operations;
pub(crate) use overview::Overview;
pub(crate) use playground::Playground;
pub(crate) use policy::ApiPolicy;
pub(crate) use resources::{DeleteResource, EditResource, NewResource, ResourceDetail, ResourceList};
pub(crate) use settings::Settings;
