//! Short messages at the edge of the page, after something the person did.
//! Good news leaves after six seconds, not while a pointer or the focus rests on it; bad news stays until closed.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use crate::{Glyph, Icon, StateTone};

const SHOWN_FOR: Duration = Duration::from_secs(6);

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    id: u32,
    pub tone: StateTone,
    pub text: String,
}

#[derive(Debug, Default)]
struct Shown {
    last_id: u32,
    toasts: Vec<Toast>,
}

/// The messages shown now. Copy it into event handlers.
#[derive(Debug, Clone, Copy)]
pub struct Toasts(RwSignal<Shown>);

impl Toasts {
    /// Says that something was done.
    pub fn success(self, text: impl Into<String>) {
        self.push(StateTone::Success, text.into());
    }

    /// Says that something failed.
    pub fn error(self, text: impl Into<String>) {
        self.push(StateTone::Error, text.into());
    }

    fn push(self, tone: StateTone, text: String) {
        self.0.update(|shown| {
            shown.last_id += 1;
            let id = shown.last_id;
            shown.toasts.push(Toast { id, tone, text });
        });
    }

    fn close(self, id: u32) {
        // The page may be gone when a timer ends.
        let _ = self.0.try_update(|shown| shown.toasts.retain(|toast| toast.id != id));
    }
}

/// Makes the messages available below; call it once in the layout.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts(RwSignal::default());
    provide_context(toasts);
    toasts
}

/// The layout's messages; without a layout, messages that nobody sees.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(|| Toasts(RwSignal::default()))
}

/// Where the messages appear. Once, in the layout; it must exist before a message so that screen readers hear it.
#[component]
pub fn ToastStack() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div
            role="status"
            aria-live="polite"
            class="pointer-events-none fixed inset-x-4 bottom-4 z-40 flex flex-col items-end gap-2 print:hidden"
        >
            <For each=move || toasts.0.with(|shown| shown.toasts.clone()) key=|toast| toast.id let:toast>
                <ToastItem toasts toast />
            </For>
        </div>
    }
}

#[component]
fn ToastItem(toasts: Toasts, toast: Toast) -> impl IntoView {
    let Toast { id, tone, text } = toast;
    let timer = RwSignal::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = timer.try_update(Option::take).flatten() {
            handle.clear();
        }
    };
    let start = move || {
        stop();
        if tone == StateTone::Success {
            let _ = timer.try_set(set_timeout_with_handle(move || toasts.close(id), SHOWN_FOR).ok());
        }
    };
    Effect::new(move |_| start());
    on_cleanup(stop);
    let (glyph, colour) = match tone {
        StateTone::Error => (Glyph::Warning, "mt-0.5 size-4 text-error"),
        _ => (Glyph::Check, "mt-0.5 size-4 text-success"),
    };
    view! {
        <div
            class="toast-item pointer-events-auto flex w-full max-w-sm items-start gap-2.5 rounded-box border border-base-content/25 bg-base-100 py-2 pr-2 pl-3"
            on:mouseenter=move |_| stop()
            on:mouseleave=move |_| start()
            on:focusin=move |_| stop()
            on:focusout=move |_| start()
        >
            <Icon name=glyph class=colour />
            <p class="min-w-0 flex-1 wrap-anywhere">{text}</p>
            <button type="button" class="btn btn-xs btn-ghost btn-square" aria-label="Close message" on:click=move |_| toasts.close(id)>
                <Icon name=Glyph::Close class="size-3.5" />
            </button>
        </div>
    }
}
