//! The demo's policies and fragments, raw, in the layout in which the service keeps them.

use serde_json::json;

use crate::rules::policy;
use crate::state::Tree;

pub(super) const AZURE_OPENAI: &str = r#"<policies>
	<inbound>
		<base />
		<include-fragment fragment-id="token-metrics" />
		<llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="{{standard-tokens-per-minute}}" estimate-prompt-tokens="false" remaining-tokens-header-name="x-ratelimit-remaining-tokens" tokens-consumed-header-name="consumed-tokens" />
		<set-backend-service backend-id="aoai-pool" />
	</inbound>
	<backend>
		<forward-request buffer-response="false" />
	</backend>
	<outbound>
		<base />
	</outbound>
	<on-error>
		<base />
	</on-error>
</policies>"#;

pub(super) const OPENAI: &str = r#"<policies>
	<inbound>
		<base />
		<include-fragment fragment-id="limit-tokens" />
		<llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="aoai-weu-paygo" embeddings-backend-auth="system-assigned">
			<vary-by>@(context.Subscription.Id)</vary-by>
		</llm-semantic-cache-lookup>
		<set-backend-service backend-id="aoai-pool" />
	</inbound>
	<backend>
		<retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)" count="2" interval="1" first-fast-retry="true">
			<forward-request buffer-request-body="true" buffer-response="false" />
		</retry>
	</backend>
	<outbound>
		<base />
		<llm-semantic-cache-store duration="120" />
	</outbound>
	<on-error>
		<base />
	</on-error>
</policies>"#;

pub(super) const CLAUDE: &str = r#"<policies>
	<inbound>
		<base />
		<!-- The key is ours; the one the client sent stays here. -->
		<set-header name="x-api-key" exists-action="override">
			<value>{{claude-key}}</value>
		</set-header>
		<llm-content-safety backend-id="content-safety" shield-prompt="true">
			<categories output-type="FourSeverityLevels">
				<category name="Hate" threshold="4" />
				<category name="Violence" threshold="4" />
			</categories>
		</llm-content-safety>
	</inbound>
	<backend>
		<base />
	</backend>
	<outbound>
		<base />
	</outbound>
	<on-error>
		<base />
	</on-error>
</policies>"#;

pub(super) const MCP: &str = r#"<policies>
	<inbound>
		<base />
		<rate-limit-by-key calls="60" renewal-period="60" counter-key="@(context.Subscription.Id)" />
	</inbound>
	<backend>
		<base />
	</backend>
	<outbound>
		<base />
	</outbound>
	<on-error>
		<base />
	</on-error>
</policies>"#;

pub(super) const PREMIUM: &str = r#"<policies>
	<inbound>
		<base />
		<llm-token-limit counter-key="@(context.Subscription.Id)" token-quota="5000000" token-quota-period="Monthly" estimate-prompt-tokens="false" />
	</inbound>
	<backend>
		<base />
	</backend>
	<outbound>
		<base />
	</outbound>
	<on-error>
		<base />
	</on-error>
</policies>"#;

const SERVICE: &str = r#"<policies>
	<inbound />
	<backend>
		<forward-request />
	</backend>
	<outbound />
	<on-error />
</policies>"#;

const TOKEN_METRICS: &str = r#"<fragment>
	<llm-emit-token-metric namespace="ai-gateway">
		<dimension name="API ID" />
		<dimension name="Subscription ID" />
		<dimension name="Region" value="@(context.Deployment.Region)" />
	</llm-emit-token-metric>
</fragment>"#;

const LIMIT_TOKENS: &str = r#"<fragment>
	<llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="5000" estimate-prompt-tokens="true" remaining-tokens-header-name="x-ratelimit-remaining-tokens" />
</fragment>"#;

/// Fragments and the policy of the whole service.
pub(super) fn add(tree: &mut Tree) {
    put(tree, "", SERVICE);
    let fragments = [
        ("token-metrics", "Counts tokens by API, subscription and region.", TOKEN_METRICS),
        ("limit-tokens", "What one subscription may use in a minute.", LIMIT_TOKENS),
    ];
    for (name, description, value) in fragments {
        let fragment = json!({ "description": description, "format": "rawxml", "value": policy::laid_out(value) });
        super::put(tree, &format!("/policyFragments/{name}"), fragment);
    }
}

/// The policy of an API or a product; of the service when the owner is empty.
pub(super) fn put(tree: &mut Tree, owner: &str, value: &str) {
    super::put(tree, &format!("{owner}/policies/policy"), json!({ "format": "rawxml", "value": policy::laid_out(value) }));
}
