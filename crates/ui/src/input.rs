//! Single-line controls: text, choice, checkbox.
//! Their value is written once as an attribute; what someone typed before the page came alive stays.

use leptos::prelude::*;

use crate::field::Wiring;

/// A single-line text control with the id `name`.
#[component]
pub fn TextInput(
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    /// `text`, `password`, `url` or `search`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] mono: bool,
    /// The id of a `datalist` with suggestions.
    #[prop(optional, into)]
    list: Option<String>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] required: bool,
    /// Names the control where no `Field` does.
    #[prop(optional, into)]
    label: Option<String>,
    /// Where a page has two forms with this name; else the id is the name.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let wiring = StoredValue::new(Wiring::of(&name));
    let font = if mono { "input input-sm w-full font-mono" } else { "input input-sm w-full" };
    view! {
        <input
            id=id.unwrap_or_else(|| name.clone())
            name=name
            type=kind
            class=font
            value=value
            placeholder=placeholder
            list=list
            autocomplete=autocomplete
            autocapitalize="off"
            spellcheck="false"
            required=required
            aria-label=label
            aria-required=wiring.with_value(Wiring::is_required).then_some("true")
            aria-invalid=move || wiring.with_value(Wiring::has_error).then_some("true")
            aria-describedby=move || wiring.with_value(Wiring::described_by)
        />
    }
}

/// A choice of one among `options`, each a value and its label.
#[component]
pub fn SelectInput(#[prop(into)] name: String, #[prop(into)] value: String, options: Vec<(String, String)>) -> impl IntoView {
    let wiring = StoredValue::new(Wiring::of(&name));
    let options = options
        .into_iter()
        .map(|(option, label)| {
            let is_selected = option == value;
            view! {
                <option value=option selected=is_selected>
                    {label}
                </option>
            }
        })
        .collect_view();
    view! {
        <select
            id=name.clone()
            name=name
            class="select select-sm w-full"
            aria-invalid=move || wiring.with_value(Wiring::has_error).then_some("true")
            aria-describedby=move || wiring.with_value(Wiring::described_by)
        >
            {options}
        </select>
    }
}

/// A yes or no with its own label. Unchecked, a form sends nothing for it; checked, `true`.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] help: Option<String>,
) -> impl IntoView {
    let help_id = format!("{name}-help");
    let described_by = help.as_ref().map(|_| help_id.clone());
    view! {
        <div class="flex items-start gap-2">
            <input
                type="checkbox"
                id=name.clone()
                name=name.clone()
                value="true"
                class="checkbox checkbox-xs mt-0.5"
                checked=checked
                aria-describedby=described_by
            />
            <div class="min-w-0">
                <label for=name class="text-sm">
                    {label}
                </label>
                {help
                    .map(|text| {
                        view! {
                            <p id=help_id class="mt-0.5 text-xs text-base-content/75">
                                {text}
                            </p>
                        }
                    })}
            </div>
        </div>
    }
}
