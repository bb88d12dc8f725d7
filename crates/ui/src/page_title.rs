//! The title of the browser tab.
//! The renderer pushes it raw into the head on the server, so names given by people are encoded here.

use leptos::prelude::*;
use leptos_meta::Title;

const PRODUCT: &str = "AI Gateway Console";

/// Sets the tab's title to `text`, followed by the product's name.
#[component]
pub fn PageTitle(#[prop(into)] text: String) -> impl IntoView {
    let title = format!("{} · {PRODUCT}", encoded(&text));
    view! { <Title text=title /> }
}

#[cfg(feature = "ssr")]
fn encoded(text: &str) -> std::borrow::Cow<'_, str> {
    html_escape::encode_text(text)
}

#[cfg(not(feature = "ssr"))]
fn encoded(text: &str) -> &str {
    text
}
