//! An MCP server's tools, and a check-up.

use super::removal::Removal;
use crate::{
    api::mcp::get_mcp,
    pages::{editing::Errors, loaded::loaded, parameters::query_value},
    routes,
    state::use_session,
};
use domain::{
    Operation, Problem,
    mcp::{Finding, McpDetail, Tool, ToolDraft},
    resource::{Key, Tone as Goodness},
};
use leptos::prelude::*;
use ui::{Button, CopyButton, Field, SelectInput, Sheet, StateDot, StateTone, TextInput};

#[component]
pub(super) fn McpTools(key: Key, variant: String, typed: Option<ToolDraft>, problem: Option<Problem>) -> impl IntoView {
    let typed = typed.unwrap_or_else(|| ToolDraft { api: query_value("api"), ..ToolDraft::default() });
    let load = get_mcp(key.gateway.clone(), key.name.clone(), typed.api.clone());
    let retry_href = routes::resource(&key);
    let errors = Errors::new(problem.as_ref());
    loaded(load, retry_href, move |found| view! { <Loaded key variant found typed errors/> }.into_any())
}

#[component]
fn Loaded(key: Key, variant: String, found: McpDetail, typed: ToolDraft, errors: Errors) -> impl IntoView {
    let session = use_session();
    let is_rest = variant == "rest";
    let may_add = session.may(Operation::ApiToolCreateOrUpdate);
    let may_remove = session.may(Operation::ApiToolDelete);
    let has_none = found.tools.is_empty();
    let rows = found.tools.iter().map(|tool| view! { <Line key=key.clone() tool=tool.clone() may_remove/> }).collect_view();
    let findings = found.findings.iter().map(|finding| view! { <FindingLine finding=finding.clone()/> }).collect_view();
    let endpoint = found.endpoint.clone();
    view! {
        <Sheet title="For agents">
            <div class="flex flex-wrap items-center gap-2 p-4">
                <code class="min-w-0 flex-1 font-mono text-sm break-all">{endpoint.clone()}</code>
                <CopyButton text=endpoint label="Copy"/>
            </div>
        </Sheet>
        {is_rest.then(|| view! {
            <Sheet title="Tools">
                {has_none.then(|| view! { <p class="p-4 text-sm text-base-content/75">"No tool yet: agents see an empty server."</p> })}
                <ul>{rows}</ul>
                {may_add.then(|| view! { <Add key=key.clone() found=found.clone() typed errors/> })}
            </Sheet>
        })}
        <Sheet title="Check-up"><ul class="grid gap-2 p-4">{findings}</ul></Sheet>
    }
}

#[component]
fn FindingLine(finding: Finding) -> impl IntoView {
    let (tone, word) = match finding.tone {
        Goodness::Good => (StateTone::Success, "Good"),
        Goodness::Warning => (StateTone::Warning, "Look at it"),
        _ => (StateTone::Error, "Breaks streams"),
    };
    view! { <li class="text-sm"><StateDot tone text=word/> <span class="block wrap-anywhere">{finding.text}</span></li> }
}

#[component]
fn Line(key: Key, tool: Tool, may_remove: bool) -> impl IntoView {
    let name = tool.name.clone();
    let behind = format!("{} / {}", tool.api, tool.operation);
    let remove = may_remove.then(|| {
        let text = format!("Agents that use {} get an error from now on, and others no longer see it.", tool.name);
        view! {
            <Removal key summary="Remove" name=tool.name.clone() field="tool" value=tool.name.clone() text action="remove-tool" label="Remove the tool"/>
        }
    });
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-base-300 px-4 py-2.5 first:border-t-0">
            <span class="min-w-0 flex-1">
                <span class="block font-medium wrap-anywhere">{name}</span>
                <span class="block text-sm wrap-anywhere">{tool.description}</span>
                <span class="block font-mono text-xs break-all text-base-content/75">{behind}</span>
            </span>
            {remove}
        </li>
    }
}

/// First the API, then one of its operations: two steps, so that they work without scripts.
#[component]
fn Add(key: Key, found: McpDetail, typed: ToolDraft, errors: Errors) -> impl IntoView {
    let action = routes::resource(&key);
    let apis: Vec<_> = found.apis.into_iter().map(|name| (name.clone(), name)).collect();
    if typed.api.is_empty() {
        return view! {
            <form method="get" action=action class="flex flex-wrap items-end gap-2 border-t border-base-300 p-4">
                <div class="min-w-0 flex-1"><Field label="New tool out of the API" name="api"><SelectInput name="api" value="" options=apis/></Field></div>
                <Button kind="submit">"Choose an operation"</Button>
            </form>
        }
        .into_any();
    }
    let operations: Vec<_> = found.operations.into_iter().map(|one| (one.name, format!("{} · {}", one.title, one.route))).collect();
    view! {
        <form method="post" action=action class="grid gap-3 border-t border-base-300 p-4 sm:grid-cols-2" novalidate="novalidate">
            <input type="hidden" name="api" value=typed.api.clone()/>
            <Field label=format!("Operation of {}", typed.api) name="operation" required=true error=errors.of("operation")>
                <SelectInput name="operation" value=typed.operation options=operations/>
            </Field>
            <Field label="Tool's name" name="tool" help="Agents call it by this name." required=true error=errors.of("tool")>
                <TextInput name="tool" value=typed.name mono=true required=true/>
            </Field>
            <div class="sm:col-span-2">
                <Field label="Description" name="description" help="Agents decide by it when to use the tool." error=errors.of("description")>
                    <TextInput name="description" value=typed.description/>
                </Field>
            </div>
            <div><Button kind="submit" name="do" value="add-tool">"Add the tool"</Button></div>
        </form>
    }
    .into_any()
}
