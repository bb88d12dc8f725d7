//! A label, its control, its help and its error, tied together for screen readers.
//! Controls inside find their field by name, so pages need not repeat which texts describe them.
//! Ids are the names of the values (`member.0.id`), so that a list of errors can link to them.

use leptos::{context::Provider, prelude::*};

use crate::{Glyph, Icon};

/// What a control needs to know of the field around it.
#[derive(Clone)]
pub(crate) struct Wiring {
    name: String,
    help: Option<String>,
    error: MaybeProp<String>,
    required: bool,
}

impl Wiring {
    /// The field around the control of this name, or an empty one.
    pub(crate) fn of(name: &str) -> Self {
        use_context::<Self>().filter(|wiring| wiring.name == name).unwrap_or_else(|| Self {
            name: name.to_owned(),
            help: None,
            error: MaybeProp::default(),
            required: false,
        })
    }

    pub(crate) fn has_error(&self) -> bool {
        self.error.with(|error| error.is_some())
    }

    pub(crate) fn is_required(&self) -> bool {
        self.required
    }

    /// The ids of the texts that exist now; none gives no attribute.
    pub(crate) fn described_by(&self) -> Option<String> {
        let name = &self.name;
        match (self.help.is_some(), self.has_error()) {
            (true, true) => Some(format!("{name}-error {name}-help")),
            (true, false) => Some(format!("{name}-help")),
            (false, true) => Some(format!("{name}-error")),
            (false, false) => None,
        }
    }
}

/// One labelled value of a form. `name` is the id of the control inside.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    /// One sentence under the control.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong with the value, naming it; a signal keeps it live.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    children: Children,
) -> impl IntoView {
    let help = help.filter(|help| !help.is_empty());
    let wiring = Wiring { name: name.clone(), help: help.clone(), error, required };
    let help_id = format!("{name}-help");
    let error_id = format!("{name}-error");
    view! {
        <div class="field">
            <div class="mb-1 flex items-baseline gap-2">
                <label for=name class="text-sm font-medium">
                    {label}
                </label>
                {required.then(|| view! { <span class="text-xs text-base-content/75">"required"</span> })}
            </div>
            <Provider value=wiring>{children()}</Provider>
            {move || error.get().map(|text| view! { <FieldError id=error_id.clone() text /> })}
            {help.map(|text| view! { <p id=help_id class="mt-1 text-xs text-base-content/75">{text}</p> })}
        </div>
    }
}

#[component]
fn FieldError(id: String, text: String) -> impl IntoView {
    view! {
        <p id=id class="mt-1 flex gap-1.5 text-sm text-error">
            <Icon name=Glyph::Warning class="mt-0.5 size-3.5" />
            <span class="min-w-0">{text}</span>
        </p>
    }
}
