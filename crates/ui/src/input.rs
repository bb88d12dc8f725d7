//! Single-line controls: text, choice, checkbox.
//! Their value is written once as an attribute; what someone typed before the page came alive stays.

use leptos::{html, prelude::*};

use crate::field::Wiring;

/// A single-line text control with the id `name`.
#[component]
pub fn TextInput(
    #[prop(into)] name: String,
    /// The first value; when it is a signal, later values replace what is shown.
    #[prop(optional, into)]
    value: Signal<String>,
    /// `text`, `password`, `number`, `url` or `search`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] placeholder: MaybeProp<String>,
    #[prop(optional)] error: bool,
    #[prop(optional)] has_help: bool,
    #[prop(optional)] has_error: bool,
    #[prop(optional)] mono: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] readonly: bool,
    /// The id of a `datalist` with suggestions.
    #[prop(optional, into)]
    list: MaybeProp<String>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] required: bool,
    /// For numbers: least, greatest, step.
    #[prop(optional, into)]
    min: MaybeProp<String>,
    #[prop(optional, into)] max: MaybeProp<String>,
    #[prop(optional, into)] step: MaybeProp<String>,
    /// Names the control where no `Field` does.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let wiring = StoredValue::new(Wiring::of(&name));
    let is_invalid = move || error || has_error || wiring.with_value(Wiring::has_error);
    let described_by = move || wiring.with_value(|wiring| wiring.described_by_with(has_help, has_error));
    let element = NodeRef::<html::Input>::new();
    follow(element, value);
    let font = if mono { "input input-sm w-full font-mono" } else { "input input-sm w-full" };
    view! {
        <input
            node_ref=element
            id=name.clone()
            name=name
            type=kind
            class=font
            value=value.get_untracked()
            placeholder=move || placeholder.get()
            list=move || list.get()
            min=move || min.get()
            max=move || max.get()
            step=move || step.get()
            autocomplete=autocomplete
            autocapitalize="off"
            spellcheck="false"
            required=required
            readonly=readonly
            disabled=move || disabled.get()
            aria-label=move || label.get()
            aria-required=wiring.with_value(Wiring::is_required).then_some("true")
            aria-invalid=move || is_invalid().then_some("true")
            aria-describedby=described_by
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
        />
    }
}

/// Shows later values of a signal. The first is the attribute's: writing it again would erase early typing.
fn follow(element: NodeRef<html::Input>, value: Signal<String>) {
    Effect::new(move |shown: Option<String>| {
        let now = value.get();
        if let (Some(shown), Some(input)) = (shown, element.get_untracked())
            && shown != now
            && input.value() != now
        {
            input.set_value(&now);
        }
        now
    });
}

/// A choice of one among `options`, each a value and its label.
#[component]
pub fn SelectInput(
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    options: Vec<(String, String)>,
    #[prop(optional)] error: bool,
    #[prop(optional)] has_help: bool,
    #[prop(optional)] has_error: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Names the control where no `Field` does.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let wiring = StoredValue::new(Wiring::of(&name));
    let is_invalid = move || error || has_error || wiring.with_value(Wiring::has_error);
    let described_by = move || wiring.with_value(|wiring| wiring.described_by_with(has_help, has_error));
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
            disabled=move || disabled.get()
            aria-label=move || label.get()
            aria-invalid=move || is_invalid().then_some("true")
            aria-describedby=described_by
            on:change=move |event| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_value(&event));
                }
            }
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
    #[prop(optional, into)] help: MaybeProp<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let help = help.get_untracked();
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
                disabled=move || disabled.get()
                aria-describedby=described_by
                on:change=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run(event_target_checked(&event));
                    }
                }
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
