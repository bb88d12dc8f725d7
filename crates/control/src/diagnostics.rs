//! The preset that logs LLM messages of an API.

use crate::{Control, Error, Op, resources::of_kind};
use domain::{
    FieldError, Operation,
    resource::{Draft, Key, Kind, SaveResource, Saved},
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
        let key = Key { gateway: gateway.into(), kind: Kind::Diagnostic, parent: api.into(), name: "azuremonitor".into() };
        let loggers = connected.resources(op, Kind::Logger, "", false).await?;
        let logger = of_kind(Kind::Logger, &loggers)
            .find(|logger| logger.text("loggerType").is_some_and(|kind| kind.eq_ignore_ascii_case("azureMonitor")))
            .map(|logger| logger.name().to_owned());
        let Some(logger) = logger else {
            let message = "There is no logger of the type Azure Monitor: create one first, under Loggers.";
            return Err(Error::Invalid(vec![FieldError::new("", message)]));
        };
        let mut start = match self.start_form(op, &key, "").await {
            Err(error) if matches!(error.root(), Error::NotFound { .. }) => domain::resource::FormStart {
                draft: Draft { name: key.name.clone(), ..Draft::new(Kind::Diagnostic, "") },
                ..Default::default()
            },
            other => other?,
        };
        let mut draft = start.draft.clone();
        draft.values.extend(LLM_LOGGING.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())));
        if draft.value("loggerId").is_empty() {
            draft.values.insert("loggerId".into(), logger);
        }
        let etag = Some(std::mem::take(&mut start.etag)).filter(|etag| !etag.is_empty());
        self.save_resource(op, &SaveResource { key, draft, seen: None, etag, is_overwrite: false }).await
    }
}
