//! The theme's buttons act at once, without a new page.

use super::dom;
use crate::{routes, state::theme};
use web_sys::SubmitEvent;

pub(super) fn start() {
    dom::on_first("submit", |event: SubmitEvent| {
        let form = dom::closest(&event, "form").filter(|form| form.get_attribute("action").as_deref() == Some(routes::theme()));
        if let Some((_, choice)) = form.and_then(|_| dom::submitted(&event)) {
            event.prevent_default();
            theme::apply(theme::Theme::parse(&choice));
        }
    });
}
