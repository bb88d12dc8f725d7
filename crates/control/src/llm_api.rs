//! An LLM API in one step: the API, its operations, the policy that sends calls to a backend, and
//! the link to a product. When a part fails, what this step made is taken back, and each part's fate
//! is reported.

use crate::{Control, Error, Op, gateways::Connected, resources::of_kind};
use apim::AnyResource;
use domain::{
    FieldError, Operation,
    llm_api::{LlmApiDraft, LlmApiOptions, LlmApiReport, LlmKind, Step, StepOutcome},
    policy::SavePolicy,
    resource::{Draft, Key, Kind, SaveResource},
};
use serde_json::{Value, json};
use std::sync::Arc;

impl Control {
    /// Names that the form offers. `Permission:` write.
    pub async fn llm_api_options(&self, op: &Op, gateway: &str) -> Result<LlmApiOptions, Error> {
        let permit = op.authorise(Operation::ApiCreateOrUpdate)?;
        let connected = self.gateway(&permit, gateway)?;
        let (backends, products) = futures::join!(connected.backends(op, false), connected.resources(op, Kind::Product, "", false));
        Ok(LlmApiOptions {
            backends: backends?.items.iter().map(|backend| backend.name().to_owned()).collect(),
            products: of_kind(Kind::Product, &*products?).map(|product| product.name().to_owned()).collect(),
        })
    }

    /// Makes all parts in order. The report says what became of each; an error means that nothing
    /// was begun. `Permission:` write; the product's link needs manage and is left out without it.
    pub async fn create_llm_api(&self, op: &Op, gateway: &str, draft: &LlmApiDraft) -> Result<LlmApiReport, Error> {
        let permit = op.authorise(Operation::ApiCreateOrUpdate)?;
        let connected = self.gateway(&permit, gateway)?;
        self.check_llm_api(op, &connected, draft).await?;
        let (control, op, draft) = (self.clone(), op.clone(), draft.clone());
        let task = self.inner.tasks.spawn(async move { control.make_all(&op, &connected, &draft).await });
        task.await.map_err(|error| Error::internal("a sequence was cut off", error))?
    }

    /// To its end even when whoever asked has gone: a half is of no use to anyone.
    async fn make_all(&self, op: &Op, connected: &Arc<Connected>, draft: &LlmApiDraft) -> Result<LlmApiReport, Error> {
        let saved = match self.save_with(op, &api(&connected.info.name, draft), &import(draft)).await {
            // What is wrong with the API itself is the form's to show: nothing was begun.
            Err(Error::Invalid(fields)) => return Err(Error::Invalid(fields.into_iter().map(of_form).collect())),
            saved => saved,
        };
        // Somebody else may have made one of that name in between.
        let is_ours = saved.as_ref().is_ok_and(|saved| saved.verb == "created");
        let mut steps = Vec::new();
        let saved = saved.map(|saved| saved.audit_id);
        let made = record(&mut steps, format!("API {}", draft.name), saved) && self.make_parts(op, connected, draft, &mut steps).await;
        if !made && steps.iter().any(|step| step.outcome == StepOutcome::Done) {
            self.take_back(op, connected, draft, is_ours, &mut steps).await;
        }
        Ok(LlmApiReport { api: draft.name.clone(), steps })
    }

    async fn check_llm_api(&self, op: &Op, connected: &Connected, draft: &LlmApiDraft) -> Result<(), Error> {
        let mut errors = draft.errors();
        let options = self.llm_api_options(op, &connected.info.name).await?;
        let is_known = |names: &[String], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if !draft.backend.is_empty() && !is_known(&options.backends, &draft.backend) {
            errors.push(FieldError::new("backend", format!("There is no backend named {}.", draft.backend)));
        }
        if !draft.product.is_empty() && !is_known(&options.products, &draft.product) {
            errors.push(FieldError::new("product", format!("There is no product named {}.", draft.product)));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// Whether every part below the API was made.
    async fn make_parts(&self, op: &Op, connected: &Arc<Connected>, draft: &LlmApiDraft, steps: &mut Vec<Step>) -> bool {
        let gateway = &connected.info.name;
        for operation in draft.operations() {
            let made = self.make_operation(op, connected, &draft.name, *operation).await;
            if !record(steps, format!("Operation {} {}", operation.2, operation.3), made) {
                return false;
            }
        }
        let policy = SavePolicy {
            gateway: gateway.clone(),
            api: draft.name.clone(),
            document: document(&draft.backend),
            etag: None,
            is_overwrite: false,
        };
        let saved = self.save_policy(op, &policy).await.map(|saved| saved.audit_id);
        if !record(steps, format!("Policy: calls go to {}", draft.backend), saved) {
            return false;
        }
        self.make_link(op, gateway, draft, steps).await
    }

    async fn make_operation(
        &self,
        op: &Op,
        connected: &Arc<Connected>,
        api: &str,
        (name, title, method, template): (&str, &str, &str, &str),
    ) -> Result<String, Error> {
        op.authorise(Operation::ApiOperationCreateOrUpdate)?;
        let parameters: Vec<_> = template
            .contains("{deployment-id}")
            .then(|| json!({ "name": "deployment-id", "type": "string", "required": true }))
            .into_iter()
            .collect();
        let mut wanted = AnyResource::empty();
        for (path, value) in [
            ("displayName", json!(title)),
            ("method", json!(method)),
            ("urlTemplate", json!(template)),
            ("templateParameters", json!(parameters)),
        ] {
            wanted.set(path, Some(value));
        }
        let edit = connected.child_edit(Operation::ApiOperationCreateOrUpdate, "operation", &["apis", api, "operations", name], wanted)?;
        Ok(self.write(op, connected, edit).await?.audit_id)
    }

    async fn make_link(&self, op: &Op, gateway: &str, draft: &LlmApiDraft, steps: &mut Vec<Step>) -> bool {
        if draft.product.is_empty() {
            return true;
        }
        let label = format!("Product {}", draft.product);
        let may_link = op.authorise(Operation::ProductApiAdd).and_then(|permit| self.gateway(&permit, gateway));
        if may_link.is_err() {
            let detail = "Your role may not change products: ask an administrator to add the API to it.".to_owned();
            steps.push(Step { label, outcome: StepOutcome::LeftOut, detail, audit_id: String::new() });
            return true;
        }
        let linked = self.add_product_api(op, gateway, &draft.product, &draft.name).await.map(|saved| saved.audit_id);
        record(steps, label, linked)
    }

    /// Deleting the API takes its operations, policy and links with it. It was made a moment ago by
    /// the same person, so no further permission is asked; one that was there before stays.
    async fn take_back(&self, op: &Op, connected: &Arc<Connected>, draft: &LlmApiDraft, is_ours: bool, steps: &mut [Step]) {
        let key = Key::new(&connected.info.name, Kind::Api, &draft.name);
        let removed = if is_ours { Some(self.remove_own(op, connected, &key).await) } else { None };
        let outcome = match removed {
            None => StepOutcome::LeftBehind,
            Some(Ok(_)) => StepOutcome::Undone,
            Some(Err(error)) => {
                tracing::warn!(%error, "what a failed step made could not be taken back");
                StepOutcome::LeftBehind
            }
        };
        steps.iter_mut().filter(|step| step.outcome == StepOutcome::Done).for_each(|step| step.outcome = outcome);
    }

    async fn remove_own(&self, op: &Op, connected: &Arc<Connected>, key: &Key) -> Result<String, Error> {
        let found = connected.read_resource(op, key).await?;
        let target = connected.resource_target(key);
        self.remove(op, connected, Operation::ApiDelete, target, connected.spot(key), Some(found.value), found.etag).await
    }
}

/// The wizard's name for an API's property.
fn of_form(error: FieldError) -> FieldError {
    match error.field.as_str() {
        "displayName" => FieldError::new("display_name", error.message),
        "subscriptionKeyParameterNames.header" => FieldError::new("key_header", error.message),
        _ => error,
    }
}

/// The members that let Azure read the operations out of a description.
fn import(draft: &LlmApiDraft) -> Vec<(&'static str, Value)> {
    match draft.import_format() {
        None => vec![],
        Some(format) => vec![("format", json!(format)), ("value", json!(draft.import.trim()))],
    }
}

/// Adds the part; whether it was made.
fn record(steps: &mut Vec<Step>, label: String, made: Result<String, Error>) -> bool {
    let (outcome, detail, audit_id) = match made {
        Ok(audit_id) => (StepOutcome::Done, String::new(), audit_id),
        Err(error) => {
            let problem = error.problem("");
            (StepOutcome::Failed, problem.message, problem.audit_id.unwrap_or_default())
        }
    };
    steps.push(Step { label, outcome, detail, audit_id });
    outcome == StepOutcome::Done
}

fn api(gateway: &str, draft: &LlmApiDraft) -> SaveResource {
    let mut form = Draft { name: draft.name.clone(), ..Draft::new(Kind::Api, "") };
    let query = if draft.key_header == "api-key" { "api-key" } else { "subscription-key" };
    for (path, value) in [
        ("displayName", draft.display_name.as_str()),
        ("path", &draft.path),
        ("protocols", "https"),
        ("subscriptionRequired", "true"),
        ("subscriptionKeyParameterNames.header", &draft.key_header),
        ("subscriptionKeyParameterNames.query", query),
        ("description", about(draft.kind)),
    ] {
        form.values.insert(path.into(), value.into());
    }
    SaveResource { key: Key::new(gateway, Kind::Api, &draft.name), draft: form, seen: None, etag: None, is_overwrite: false }
}

fn about(kind: LlmKind) -> &'static str {
    match kind {
        LlmKind::AzureOpenAi => "Azure OpenAI's inference operations.",
        LlmKind::OpenAi => "OpenAI-compatible inference operations.",
        LlmKind::Other => "Everything below this path is passed on.",
    }
}

/// Streams are passed on as they come.
fn document(backend: &str) -> String {
    let backend = backend.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<policies>\n    <inbound>\n        <base />\n        <set-backend-service backend-id=\"{backend}\" />\n    </inbound>\n    <backend>\n        \
         <forward-request buffer-response=\"false\" />\n    </backend>\n    <outbound>\n        <base />\n    </outbound>\n    <on-error>\n        \
         <base />\n    </on-error>\n</policies>\n"
    )
}
