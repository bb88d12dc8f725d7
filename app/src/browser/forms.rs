//! Forms are posted in the background: what comes back takes the place of the page's content, so that the place on the
//! page, what was opened and typed secrets stay. The server answers as it does without scripts, except that a redirect
//! becomes a 204 with its target, which a script may read.

mod redraw;

use super::{dom, leave};
use leptos::{
    prelude::{document, window},
    task::spawn_local,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Headers, HtmlFormElement, HtmlTemplateElement, RequestInit, Response, SubmitEvent, UrlSearchParams};

/// Tells the server that a script asks.
const ASKED_BY_SCRIPT: &str = "x-console-form";
/// Where a redirect leads.
const TARGET: &str = "x-console-location";

pub(super) fn start() {
    redraw::focus_first();
    dom::on("submit", |event: SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form.filter(|form| !event.default_prevented() && form.method() == "post") else { return };
        event.prevent_default();
        let button = event.submitter().map(Element::from);
        // One at a time: a second press while the first is on its way means the first.
        if !form.has_attribute("data-busy") {
            spawn_local(submit(form, button));
        }
    });
}

async fn submit(form: HtmlFormElement, button: Option<Element>) {
    set_busy(&form, button.as_ref(), true);
    match post(&form, button.as_ref()).await {
        Ok(response) => match response.headers().get(TARGET).ok().flatten() {
            Some(href) => {
                leave::forget();
                return dom::go(&href);
            }
            None if is_page(&response) => match text(&response).await {
                Some(html) => redraw::redraw(&form, button.as_ref(), &html),
                None => lost(&form, None),
            },
            None => lost(&form, words(&response).await),
        },
        Err(_) => lost(&form, None),
    }
    set_busy(&form, button.as_ref(), false);
}

async fn post(form: &HtmlFormElement, button: Option<&Element>) -> Result<Response, JsValue> {
    let body = UrlSearchParams::new()?;
    for (name, value) in dom::pairs(form).into_iter().flat_map(|pairs| pairs.0) {
        body.append(&name, &value);
    }
    if let Some(name) = button.and_then(|button| button.get_attribute("name")) {
        body.append(&name, &button.and_then(|button| button.get_attribute("value")).unwrap_or_default());
    }
    let headers = Headers::new()?;
    headers.set(ASKED_BY_SCRIPT, "1")?;
    headers.set("accept", "text/html")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&body);
    let action = form.get_attribute("action").unwrap_or_default();
    JsFuture::from(window().fetch_with_str_and_init(&action, &init)).await?.dyn_into()
}

fn is_page(response: &Response) -> bool {
    response.headers().get("content-type").ok().flatten().is_some_and(|kind| kind.starts_with("text/html"))
}

/// What an answer that is no page says: a problem's message, or plain text.
async fn words(response: &Response) -> Option<String> {
    let text = text(response).await?;
    let problem = js_sys::JSON::parse(&text).ok();
    let message = problem.and_then(|problem| js_sys::Reflect::get(&problem, &"message".into()).ok()?.as_string());
    Some(message.unwrap_or(text)).map(|words| words.trim().to_owned()).filter(|words| !words.is_empty() && words.len() < 500)
}

async fn text(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

fn set_busy(form: &Element, button: Option<&Element>, is_busy: bool) {
    let _ = form.toggle_attribute_with_force("data-busy", is_busy);
    // What was typed now would be lost when the answer is drawn.
    let fields = if is_busy { "input:not([readonly]), textarea:not([readonly])" } else { "[data-held]" };
    for field in dom::all_in(form, fields) {
        for name in ["readonly", "data-held"] {
            let _ = field.toggle_attribute_with_force(name, is_busy);
        }
    }
    let Some(button) = button else { return };
    for name in ["aria-busy", "aria-disabled"] {
        let _ = if is_busy { button.set_attribute(name, "true") } else { button.remove_attribute(name) };
    }
}

/// No answer, or one that is no page: what was typed stays, and the page says so. `words`: the answer's.
fn lost(form: &Element, words: Option<String>) {
    let template = document().get_element_by_id("no-answer").and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok());
    let Some(panel) = template.and_then(|template| dom::all_in(&template.content(), "[role='alert']").pop()) else { return };
    let Some(panel) = panel.clone_node_with_deep(true).ok().and_then(|copy| copy.dyn_into::<Element>().ok()) else { return };
    if let Some(words) = words {
        for (selector, text) in [("h2", "Refused"), ("p", words.as_str())] {
            dom::all_in(&panel, selector).into_iter().take(1).for_each(|place| place.set_text_content(Some(text)));
        }
    }
    redraw::put_above(form, &panel);
}
