//! The preset that logs LLM messages of an API.

use crate::{Control, Error, Op, gateways::Connected, resources::of_kind};
use apim::AnyResource;
use domain::{
    FieldError, Operation,
    resource::{Draft, FormStart, Key, Kind, SaveResource, Saved},
};

/// What the preset sets, by the form's own paths.
const LLM_LOGGING: [(&str, &str); 7] = [
    ("sampling.percentage", "100"),
    ("alwaysLog", "allErrors"),
    ("largeLanguageModel.logs", "enabled"),
    ("largeLanguageModel.requests.messages", "all"),
    ("largeLanguageModel.requests.maxSizeInBytes", "32768"),
    ("largeLanguageModel.responses.messages", "all"),
    ("largeLanguageModel.responses.maxSizeInBytes", "32768"),
];

impl Control {
    /// Lays the preset over the diagnostic `azuremonitor` of this API, which is made when there is
    /// none; everything else in it stays. `Permission:` write.
    pub async fn enable_llm_logging(&self, op: &Op, gateway: &str, api: &str) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::ApiDiagnosticCreateOrUpdate)?;
        let connected = self.gateway(&permit, gateway)?;
        let save = self.llm_logging(op, &connected, api).await?;
        self.save_resource(op, &save).await
    }

    /// The body that the preset would send, secrets masked. `Permission:` write.
    pub async fn preview_llm_logging(&self, op: &Op, gateway: &str, api: &str) -> Result<String, Error> {
        let permit = op.authorise(Operation::ApiDiagnosticCreateOrUpdate)?;
        let connected = self.gateway(&permit, gateway)?;
        let save = self.llm_logging(op, &connected, api).await?;
        let body = connected.preview(op, &save).await?;
        serde_json::to_string_pretty(&body).map_err(|error| Error::internal("a preview", error))
    }

    /// The preset over what is there.
    async fn llm_logging(&self, op: &Op, connected: &Connected, api: &str) -> Result<SaveResource, Error> {
        let logger = monitor_logger(op, connected).await?;
        let key = Key { gateway: connected.info.name.clone(), kind: Kind::Diagnostic, parent: api.into(), name: "azuremonitor".into() };
        let FormStart { mut draft, etag, .. } = match self.start_form(op, &key, "").await {
            Err(error) if matches!(error.root(), Error::NotFound { .. }) => {
                FormStart { draft: Draft { name: key.name.clone(), ..Draft::new(Kind::Diagnostic, "") }, ..FormStart::default() }
            }
            other => other?,
        };
        draft.values.extend(LLM_LOGGING.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())));
        if draft.value("loggerId").is_empty() {
            draft.values.insert("loggerId".into(), logger);
        }
        let etag = Some(etag).filter(|etag| !etag.is_empty());
        Ok(SaveResource { key, draft, seen: None, etag, is_overwrite: false })
    }
}

async fn monitor_logger(op: &Op, connected: &Connected) -> Result<String, Error> {
    let loggers = connected.resources(op, Kind::Logger, "", false).await?;
    let is_monitor = |logger: &&AnyResource| logger.text("loggerType").is_some_and(|kind| kind.eq_ignore_ascii_case("azureMonitor"));
    let found = of_kind(Kind::Logger, &loggers).find(is_monitor).map(|logger| logger.name().to_owned());
    found.ok_or_else(|| {
        let message = "There is no logger of the type Azure Monitor: create one first, under Loggers.";
        Error::Invalid(vec![FieldError::new("", message)])
    })
}
