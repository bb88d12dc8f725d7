//! The design system: what buttons, tables, fields, panels and dialogs look like and how they behave
//! with a mouse, a keyboard, a screen reader and without JavaScript.
//! It knows nothing of gateways; texts, links and states come from the pages that use it.
//! No component writes a `style` attribute or an inline handler: the content security policy drops both.

mod badge;
mod button;
mod code;
mod copy_button;
mod dialog;
mod diff;
mod field;
mod form_errors;
mod icon;
mod input;
mod line_diff;
mod menu;
mod page_title;
mod panel;
mod safe_textarea;
mod sheet;
mod state;
mod table;
mod tabs;
mod time;
mod toast;

pub use badge::Badge;
pub use button::{Button, LinkButton, Tone};
pub use code::CodeBlock;
pub use copy_button::CopyButton;
pub use dialog::Dialog;
pub use diff::Comparison;
pub use field::Field;
pub use form_errors::FormErrors;
pub use icon::{Glyph, Icon};
pub use input::{Checkbox, SelectInput, TextInput};
pub use line_diff::{LineDiff, LineKind};
pub use menu::{Menu, MenuLink};
pub use page_title::PageTitle;
pub use panel::{EmptyState, ErrorPanel, Notice, Skeleton};
pub use safe_textarea::SafeTextarea;
pub use sheet::{Facts, PageHeader, Sheet};
pub use state::{StateDot, StateTone};
pub use table::{Cell, FilterTabs, Heading, NameCell, Pager, Sorted, Table};
pub use tabs::Tabs;
pub use time::Time;
pub use toast::ToastStack;
