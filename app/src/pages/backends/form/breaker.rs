//! The circuit breaker: one rule, or none.

use crate::pages::editing::Errors;
use domain::backend::{BackendDraft, BreakerDraft};
use leptos::prelude::*;
use ui::{Button, Checkbox, Field, Glyph, Icon, SelectInput, Sheet, TextInput};

#[component]
pub(super) fn Breaker(draft: BackendDraft, errors: Errors) -> impl IntoView {
    let body = match draft.breaker {
        Some(rule) => view! { <Rule rule errors/> }.into_any(),
        None => view! {
            <p class="text-sm text-base-content/75">"Off: the gateway keeps calling this backend, however often it fails."</p>
            <div>
                <Button kind="submit" name="do" value="add-breaker" id="add-breaker"><Icon name=Glyph::Plus class="size-3.5"/>"Add a circuit breaker"</Button>
            </div>
        }
        .into_any(),
    };
    view! { <Sheet title="Circuit breaker"><div class="grid gap-4 p-4">{body}</div></Sheet> }
}

#[component]
fn Rule(rule: BreakerDraft, errors: Errors) -> impl IntoView {
    let measures = vec![("count".to_owned(), "failures".to_owned()), ("percentage".to_owned(), "percent of calls".to_owned())];
    let error = |field: &str| errors.of(&format!("breaker.{field}"));
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            <Field label="Opens after" name="breaker.threshold" error=error("threshold")>
                <TextInput name="breaker.threshold" value=rule.threshold/>
            </Field>
            <Field label="Counted as" name="breaker.measure">
                <SelectInput name="breaker.measure" value=rule.measure options=measures/>
            </Field>
            <Field label="Within" name="breaker.interval" help="ISO 8601: PT1M is a minute." error=error("interval")>
                <TextInput name="breaker.interval" value=rule.interval mono=true/>
            </Field>
            <Field label="Stays open for" name="breaker.trip_duration" help="ISO 8601: PT30S is 30 seconds." error=error("trip_duration")>
                <TextInput name="breaker.trip_duration" value=rule.trip_duration mono=true/>
            </Field>
            <Field label="Statuses that count as failure" name="breaker.status_ranges" help="Such as 429, 500-599." error=error("status_ranges")>
                <TextInput name="breaker.status_ranges" value=rule.status_ranges mono=true/>
            </Field>
            <Field label="Error reasons that count" name="breaker.error_reasons" help="Such as BackendConnectionFailure, Timeout." error=error("error_reasons")>
                <TextInput name="breaker.error_reasons" value=rule.error_reasons mono=true/>
            </Field>
            <Field label="Rule name" name="breaker.name" error=error("name")>
                <TextInput name="breaker.name" value=rule.name/>
            </Field>
            <div class="self-end">
                <Checkbox
                    name="breaker.accept_retry_after"
                    label="Obey Retry-After"
                    checked=rule.accept_retry_after
                    help="The backend says how long it stays open. Azure OpenAI can ask for a whole day."
                />
            </div>
        </div>
        <div><Button kind="submit" name="do" value="remove-breaker">"Remove the circuit breaker"</Button></div>
    }
}
