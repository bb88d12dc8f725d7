//! Tools of MCP servers, and a check-up of what would break their streams.

use crate::{
    Control, Error, Op,
    gateways::{Connected, addressable},
    resources::{Spot, holds_streams, of_kind, spot_of_id},
    shelf::Sweep,
};
use apim::{AnyResource, PolicyFormat, PolicyScope, ResourceKind, ResourcePath};
use domain::{
    FieldError, Operation,
    audit::Target,
    mcp::{Finding, McpDetail, OperationRef, Tool, ToolDraft},
    resource::{Key, Kind, Saved, Tone},
};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use std::sync::Arc;

/// The most APIs whose operations the check-up reads, and how many at a time.
const MOST_APIS: usize = 10;
const AT_A_TIME: usize = 4;

impl Control {
    /// Its tools, what could become one (operations of `api`, when one is named), and what a
    /// check-up finds. `Permission:` read.
    pub async fn get_mcp(&self, op: &Op, gateway: &str, server: &str, api: &str) -> Result<McpDetail, Error> {
        let permit = op.authorise(Operation::ApiToolList)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("MCP server", server)?;
        let call = op.call();
        let resource = connected.read_resource(op, &Key::new(gateway, Kind::McpServer, server)).await?.value;
        let tools = connected.arm.list_tools(&call, server).await?;
        let (apis, findings, operations) = futures::join!(
            connected.resources(op, Kind::Api, "", false),
            check_up(&connected, op, server, &tools),
            operations(&connected, op, api),
        );
        let operations = operations.or_else(|error| if is_missing(&error) { Ok(vec![]) } else { Err(error) })?;
        let path = resource.text("path").unwrap_or_default().trim_matches('/');
        let base = connected.info.gateway_url.trim_end_matches('/');
        Ok(McpDetail {
            tools: tools.iter().map(tool).collect(),
            apis: of_kind(Kind::Api, &*apis?).map(|api| api.name().to_owned()).filter(|name| !name.contains(";rev=")).collect(),
            operations,
            findings,
            endpoint: if path.is_empty() { format!("{base}/mcp") } else { format!("{base}/{path}/mcp") },
        })
    }

    /// An operation of an API becomes a tool. `Permission:` write.
    pub async fn add_tool(&self, op: &Op, gateway: &str, server: &str, draft: &ToolDraft) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::ApiToolCreateOrUpdate)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("MCP server", server)?;
        check(draft)?;
        if connected.arm.find_tool(&op.call(), server, &draft.name).await?.is_some() {
            return Err(Error::Invalid(vec![FieldError::new("tool", format!("There is a tool named {} already.", draft.name))]));
        }
        let mut wanted = AnyResource::empty();
        let title = if draft.title.is_empty() { &draft.name } else { &draft.title };
        wanted.set("displayName", Some(json!(title)));
        wanted.set("description", (!draft.description.is_empty()).then(|| json!(draft.description)));
        wanted.set("operationId", Some(json!(connected.full_id(&["apis", &draft.api, "operations", &draft.operation]))));
        let edit = connected.child_edit(Operation::ApiToolCreateOrUpdate, "tool", &["apis", server, "tools", &draft.name], wanted)?;
        Ok(Saved { verb: "added".into(), ..self.write(op, &connected, edit).await? })
    }

    /// Agents no longer see the tool. `Permission:` delete.
    pub async fn remove_tool(&self, op: &Op, gateway: &str, server: &str, tool: &str) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::ApiToolDelete)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("MCP server", server)?;
        addressable("tool", tool)?;
        let (target, spot) = place(&connected, server, tool)?;
        let found = connected.arm.find_at(&op.call(), &spot.place).await?;
        let found = found.ok_or_else(|| Error::NotFound { kind: "tool", name: tool.to_owned() })?;
        let audit_id = self.remove(op, &connected, Operation::ApiToolDelete, target, spot, Some(found.value), found.etag).await?;
        Ok(Saved { name: tool.to_owned(), etag: String::new(), verb: "removed".into(), audit_id })
    }

    /// The operations of an API. `Permission:` read.
    pub async fn list_operations(&self, op: &Op, gateway: &str, api: &str) -> Result<Vec<OperationRef>, Error> {
        let permit = op.authorise(Operation::ApiOperationList)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("API", api)?;
        operations(&connected, op, api).await
    }
}

fn check(draft: &ToolDraft) -> Result<(), Error> {
    let mut errors = Vec::new();
    if let Some(message) = Kind::McpServer.name_error(&draft.name) {
        errors.push(FieldError::new("tool", message));
    }
    for (field, value, message) in
        [("api", &draft.api, "Choose the API first."), ("operation", &draft.operation, "Choose the operation that the tool calls.")]
    {
        if value.is_empty() || value.contains('/') {
            errors.push(FieldError::new(field, message));
        }
    }
    if draft.description.chars().count() > 1000 {
        errors.push(FieldError::new("description", "At most 1000 characters."));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn place(connected: &Arc<Connected>, server: &str, tool: &str) -> Result<(Target, Spot), Error> {
    let resource_id = connected.full_id(&["apis", server, "tools", tool]);
    let spot = spot_of_id(connected, &resource_id).ok_or_else(|| Error::NotFound { kind: "tool", name: tool.to_owned() })?;
    let target = Target { gateway: connected.info.name.clone(), kind: "tool".into(), name: format!("{server} / {tool}"), resource_id };
    Ok((target, spot))
}

fn tool(tool: &apim::McpTool) -> Tool {
    let (api, operation) = tool.operation().unwrap_or_default();
    Tool {
        name: tool.name().to_owned(),
        title: tool.display_name().unwrap_or_default().to_owned(),
        description: tool.description().unwrap_or_default().to_owned(),
        api: apim::resource_name(api).to_owned(),
        operation: operation.to_owned(),
    }
}

/// An API of no such name has nothing to choose from.
fn is_missing(error: &Error) -> bool {
    matches!(error.root(), Error::NotFound { .. } | Error::Missing(_))
}

async fn operations(connected: &Connected, op: &Op, api: &str) -> Result<Vec<OperationRef>, Error> {
    if api.is_empty() {
        return Ok(vec![]);
    }
    addressable("API", api)?;
    let line = |operation: &AnyResource| OperationRef {
        name: operation.name().to_owned(),
        title: operation.text("displayName").unwrap_or_default().to_owned(),
        route: format!("{} {}", operation.text("method").unwrap_or_default(), operation.text("urlTemplate").unwrap_or_default()),
    };
    Ok(operations_of(connected, op, api).await?.items.iter().map(line).collect())
}

/// A kept reading of an API's operations.
async fn operations_of(connected: &Connected, op: &Op, api: &str) -> Result<Arc<Sweep<AnyResource>>, Error> {
    connected.sweep(op, &ResourcePath::new(ResourceKind::ApiOperations, ["apis", api, "operations"]), false).await
}

/// What makes the gateway hold back a stream, or a tool fail. What can't be read is a finding too.
async fn check_up(connected: &Connected, op: &Op, server: &str, tools: &[apim::McpTool]) -> Vec<Finding> {
    let call = op.call();
    let (policy, diagnostics, service, mut findings) = futures::join!(
        connected.arm.find_policy(&call, PolicyScope::Api(server), PolicyFormat::RawXml),
        connected.resources(op, Kind::Diagnostic, server, false),
        connected.resources(op, Kind::Diagnostic, "", false),
        tools_that_fail(connected, op, tools),
    );
    match policy {
        Err(_) => findings.push(unread("Its policy")),
        Ok(policy) => {
            let document = policy.and_then(|tagged| tagged.value.value().map(str::to_owned)).unwrap_or_default();
            if document.contains("context.Response.Body") {
                findings.push(bad("Its policy reads the response's body: the gateway then waits for the end of every stream."));
            }
            if document.contains("buffer-response=\"true\"") {
                findings.push(bad("Its policy sets buffer-response to true: answers arrive all at once."));
            }
        }
    }
    for (diagnostics, whose) in [(diagnostics, "Its diagnostic"), (service, "The service's diagnostic")] {
        let Ok(diagnostics) = diagnostics else {
            findings.push(unread(whose));
            continue;
        };
        for one in diagnostics.items.iter().filter(|one| holds_streams(one)) {
            findings.push(bad(format!("{whose} {} logs bodies of answers: streams are held back until they end.", one.name())));
        }
    }
    if findings.is_empty() {
        findings.push(Finding { tone: Tone::Good, text: "Nothing was found that would hold its streams back.".into() });
    }
    findings
}

fn bad(text: impl Into<String>) -> Finding {
    Finding { tone: Tone::Bad, text: text.into() }
}

fn warning(text: impl Into<String>) -> Finding {
    Finding { tone: Tone::Warning, text: text.into() }
}

fn unread(what: &str) -> Finding {
    warning(format!("{what} could not be read: it was not looked at."))
}

/// Tools whose operation is gone, or takes parameters in the path and a body: agents fill in one or the other.
async fn tools_that_fail(connected: &Connected, op: &Op, tools: &[apim::McpTool]) -> Vec<Finding> {
    let mut apis: Vec<_> = tools.iter().filter_map(|tool| tool.operation()).map(|(api, _)| apim::resource_name(api).to_owned()).collect();
    apis.sort_unstable();
    apis.dedup();
    let mut findings = Vec::new();
    if apis.len() > MOST_APIS {
        findings.push(warning(format!("Its tools are of {} APIs: the operations of the first {MOST_APIS} were looked at.", apis.len())));
    }
    let read = |api: String| async move {
        let operations = operations_of(connected, op, &api).await;
        (api, operations)
    };
    let mut readings = stream::iter(apis.into_iter().take(MOST_APIS)).map(read).buffered(AT_A_TIME);
    while let Some((api, operations)) = readings.next().await {
        match operations {
            Ok(operations) => findings.extend(of_api(&api, &operations.items, tools)),
            Err(_) => findings.push(unread(&format!("The API {api}"))),
        }
    }
    findings
}

fn of_api(api: &str, operations: &[AnyResource], tools: &[apim::McpTool]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for tool in tools {
        let Some((_, name)) = tool.operation().filter(|(of, _)| apim::resource_name(of).eq_ignore_ascii_case(api)) else { continue };
        let Some(operation) = operations.iter().find(|operation| operation.name().eq_ignore_ascii_case(name)) else {
            findings.push(bad(format!("The tool {} calls the operation {name} of {api}, which does not exist.", tool.name())));
            continue;
        };
        let has_body = operation.property("request.representations").and_then(Value::as_array).is_some_and(|bodies| !bodies.is_empty());
        if has_body && operation.text("urlTemplate").is_some_and(|template| template.contains('{')) {
            let what = "takes parameters in the path and a body: agents often fill in only one of them.";
            findings.push(warning(format!("The tool {} {what}", tool.name())));
        }
    }
    findings
}
