//! The document and the route table.

use crate::{api, frame, pages, state};
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

/// The document around the app, rendered by the server only.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = state::theme::of_request();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HashedStylesheet options=options.clone() id="leptos"/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
            </head>
            <body class="bg-base-200 text-base-content antialiased">
                <App/>
            </body>
        </html>
    }
}

/// The route table.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    if let Some(notice) = use_context::<state::Notice>() {
        return view! { <pages::NoticePage notice/> }.into_any();
    }
    provide_context(api::ssr::session());
    view! {
        <Router>
            <Routes fallback=frame::FramedNotFound>
                <ParentRoute path=path!("") view=frame::Frame>
                    <Route path=path!("/") view=pages::Home/>
                    <Route path=path!("/g/:gateway") view=pages::Overview ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/backends") view=pages::BackendList ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/backends/new") view=pages::NewBackend ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/backends/:backend") view=pages::BackendDetail ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/backends/:backend/edit") view=pages::EditBackend ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/backends/:backend/delete") view=pages::DeleteBackend ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/new-llm-api") view=pages::NewLlmApi ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/apis/:api/policy") view=pages::ApiPolicy ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/playground") view=pages::Playground ssr=SsrMode::Async/>
                </ParentRoute>
                // Routes come in groups: one group holds sixteen at most.
                <ParentRoute path=path!("") view=frame::Frame>
                    <Route path=path!("/g/:gateway/apis/:parent/diagnostics") view=pages::ResourceList ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/apis/:parent/diagnostics/new") view=pages::NewResource ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/apis/:parent/diagnostics/:name") view=pages::ResourceDetail ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/apis/:parent/diagnostics/:name/edit") view=pages::EditResource ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/apis/:parent/diagnostics/:name/delete") view=pages::DeleteResource ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/:collection") view=pages::ResourceList ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/:collection/new") view=pages::NewResource ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/:collection/:name") view=pages::ResourceDetail ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/:collection/:name/edit") view=pages::EditResource ssr=SsrMode::Async/>
                    <Route path=path!("/g/:gateway/:collection/:name/delete") view=pages::DeleteResource ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("") view=frame::Frame>
                    <Route path=path!("/audit") view=pages::AuditList ssr=SsrMode::Async/>
                    <Route path=path!("/audit/:entry") view=pages::AuditDetail ssr=SsrMode::Async/>
                    <Route path=path!("/operations") view=pages::Operations ssr=SsrMode::Async/>
                    <Route path=path!("/me") view=pages::Me ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=pages::Settings ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
    .into_any()
}
