//! Light, dark, or as the system says. A cookie keeps the choice, so that the server renders it
//! right at once.

/// The cookie's name.
pub const COOKIE: &str = "theme";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    Light,
    Dark,
    #[default]
    System,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::System];

    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.slug() == text).unwrap_or_default()
    }

    pub fn slug(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::System => "system",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Theme::Light => "Light",
            Theme::Dark => "Dark",
            Theme::System => "As the system",
        }
    }

    /// The stylesheet's name for it; `None` lets the system choose.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::Light => Some("console-light"),
            Theme::Dark => Some("console-dark"),
            Theme::System => None,
        }
    }
}

/// The `data-theme` of the page that is being rendered.
#[cfg(feature = "ssr")]
pub(crate) fn of_request() -> Option<&'static str> {
    crate::api::ssr::cookie(COOKIE).and_then(|value| Theme::parse(&value).attribute())
}

/// Shows a theme at once and keeps it.
#[cfg(feature = "hydrate")]
pub(crate) fn apply(theme: Theme) {
    use leptos::prelude::document;
    use wasm_bindgen::JsCast;

    let document = document();
    if let Some(root) = document.document_element() {
        let _ = match theme.attribute() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
    }
    if let Ok(document) = document.dyn_into::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&format!("{COOKIE}={}; path=/; max-age=31536000; SameSite=Lax", theme.slug()));
    }
}
