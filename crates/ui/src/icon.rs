//! The icon set: one stroke drawing per glyph on a 24 by 24 grid.
//! An icon never stands alone: a word or a label beside it says the same, so it is hidden from screen readers.

use leptos::prelude::*;

/// What a drawing stands for; named by meaning where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    Home,
    Backend,
    Api,
    Mcp,
    Product,
    Subscription,
    Logger,
    Play,
    Chart,
    Shield,
    List,
    Settings,
    Search,
    ChevronRight,
    ChevronsUpDown,
    Moon,
    Sun,
    Monitor,
    Menu,
    Close,
    Plus,
    Trash,
    Copy,
    Refresh,
    Check,
    Warning,
    Info,
    Stop,
    Send,
    Edit,
    Plug,
    External,
    Clock,
    User,
    ArrowUp,
    ArrowDown,
    More,
}

impl Glyph {
    /// Every glyph, in the order of the enum.
    pub const ALL: [Self; 37] = [
        Self::Home,
        Self::Backend,
        Self::Api,
        Self::Mcp,
        Self::Product,
        Self::Subscription,
        Self::Logger,
        Self::Play,
        Self::Chart,
        Self::Shield,
        Self::List,
        Self::Settings,
        Self::Search,
        Self::ChevronRight,
        Self::ChevronsUpDown,
        Self::Moon,
        Self::Sun,
        Self::Monitor,
        Self::Menu,
        Self::Close,
        Self::Plus,
        Self::Trash,
        Self::Copy,
        Self::Refresh,
        Self::Check,
        Self::Warning,
        Self::Info,
        Self::Stop,
        Self::Send,
        Self::Edit,
        Self::Plug,
        Self::External,
        Self::Clock,
        Self::User,
        Self::ArrowUp,
        Self::ArrowDown,
        Self::More,
    ];

    /// The path data of the drawing.
    fn path(self) -> &'static str {
        match self {
            Self::Home => "M3 11.5 12 4l9 7.5V20a1 1 0 0 1-1 1h-5v-6H9v6H4a1 1 0 0 1-1-1z",
            Self::Backend => {
                "M5 4h14a1 1 0 0 1 1 1v5H4V5a1 1 0 0 1 1-1zM4 14h16v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM8 7h.01M8 17h.01M12 7h4M12 17h4"
            }
            Self::Api => "m8 6-6 6 6 6M16 6l6 6-6 6M13.5 4l-3 16",
            Self::Mcp => "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4",
            Self::Product => "m12 3 8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12 4 7.5",
            Self::Subscription => "M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 12.2 20 3.2M16.5 6.7l3 3M14 9.2l2 2",
            Self::Logger => "M6 3h9l4 4v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM9 11h6M9 15h6M9 7h2",
            Self::Play => "M7 4.5v15l12-7.5z",
            Self::Chart => "M3 20h18M6 16v-5M11 16V6M16 16v-7M20.5 16v-3",
            Self::Shield => "m12 3 8 3v6c0 4.8-3.4 7.8-8 9-4.6-1.2-8-4.2-8-9V6zM9 12l2.2 2.2L15.3 10",
            Self::List => "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
            Self::Settings => "M4 7h9M19 7h1M16 5v4M4 17h1M11 17h9M8 15v4M4 12h16",
            Self::Search => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5",
            Self::ChevronRight => "m9 6 6 6-6 6",
            Self::ChevronsUpDown => "m8 9 4-4 4 4M8 15l4 4 4-4",
            Self::Moon => "M20 14.2A8.2 8.2 0 0 1 9.8 4 8.2 8.2 0 1 0 20 14.2z",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"
            }
            Self::Monitor => "M4 4h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM8 20h8M12 16v4",
            Self::Menu => "M4 6h16M4 12h16M4 18h16",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Trash => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
            Self::Copy => {
                "M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1zM16 9V4a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"
            }
            Self::Refresh => "M20 11.5A8 8 0 0 0 5.6 7M4 3.5V8h4.5M4 12.5A8 8 0 0 0 18.4 17M20 20.5V16h-4.5",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Warning => "M12 4 2.8 20h18.4zM12 10v4.5M12 17.3h.01",
            Self::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5M12 8h.01",
            Self::Stop => "M7 6h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1z",
            Self::Send => "M21 3 10.5 13.5M21 3l-6.5 18-4-7.5L3 9.5z",
            Self::Edit => "M4 20h4L19.5 8.5a2.1 2.1 0 0 0-3-3L5 17zM14 7.5l3 3",
            Self::Plug => {
                "M14 6.5 17.5 10M10 14l-3 3M6 11l7 7-1.5 1.5a4.9 4.9 0 0 1-7-7zM18 13l-7-7 1.5-1.5a4.9 4.9 0 0 1 7 7zM4.5 19.5 2.5 21.5M19.5 4.5l2-2"
            }
            Self::External => "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
            Self::User => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
            Self::ArrowUp => "M12 19V5M6 11l6-6 6 6",
            Self::ArrowDown => "M12 5v14M6 13l6 6 6-6",
            Self::More => {
                "M5 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2zM12 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2zM19 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2z"
            }
        }
    }
}

/// A glyph in the colour of the text around it, 16 px unless `class` gives another size.
#[component]
pub fn Icon(
    name: Glyph,
    /// Classes instead of `size-4`, for instance `"size-3.5 opacity-60"`.
    #[prop(optional, into)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() { "size-4" } else { class };
    view! {
        <svg
            class=format!("{class} shrink-0")
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            focusable="false"
        >
            <path d=name.path()></path>
        </svg>
    }
}
