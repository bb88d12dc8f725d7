"""Policies of every scope and fragments, seen by azure-mgmt-apimanagement."""

from azure.mgmt.apimanagement.models import PolicyContract, PolicyFragmentContract

from lifecycle import SCOPE, gone, refused, targets, with_etag

RAW = '<policies><inbound><base/><set-variable name="n" value="@(1 < 2 && "a" == "a")" /></inbound></policies>'


def raw(value):
    return PolicyContract(format="rawxml", value=value)


def test_api_policy(arm):
    api = ("orders", "policy")
    created, etag = arm.api_policy.create_or_update(*SCOPE, *api, raw(RAW), cls=with_etag)
    assert created.name == "policy"
    same, same_etag = arm.api_policy.create_or_update(*SCOPE, *api, raw(RAW), cls=with_etag)
    assert same_etag == etag, "the same policy again changes nothing"
    escaped = arm.api_policy.get(*SCOPE, *api)
    assert escaped.format == "xml" and "@(1 &lt; 2 &amp;&amp; &quot;a&quot;" in escaped.value
    shown = arm.api_policy.get(*SCOPE, *api, format="rawxml")
    assert '@(1 < 2 && "a" == "a")' in shown.value
    assert shown.value.startswith("<policies>\r\n\t<inbound>\r\n\t\t<base />")
    assert [item.name for item in arm.api_policy.list_by_api(*SCOPE, "orders").value] == ["policy"]
    assert arm.api_policy.get_entity_tag(*SCOPE, *api) is True
    refused(lambda: arm.api_policy.delete(*SCOPE, *api, if_match='"AAAAAAAAAAA="'), 412, "PreconditionFailed")
    arm.api_policy.delete(*SCOPE, *api, if_match="*")
    gone(lambda: arm.api_policy.get(*SCOPE, *api))


def test_an_error_says_where(arm):
    document = '<policies>\n\t<inbound>\n\t\t<base />\n\t\t<set-backend-service backend-id="none" />\n\t</inbound>\n</policies>'
    error = refused(lambda: arm.api_policy.create_or_update(*SCOPE, "orders", "policy", raw(document)), 400, "ValidationError")
    assert targets(error) == ["set-backend-service"]
    expected = "Error in element 'set-backend-service' on line 4, column 4: Backend with id 'none' could not be found."
    assert error.error.details[0].message == expected


def test_service_and_product_policy(arm):
    before = arm.policy.get(*SCOPE, "policy", format="rawxml").value
    arm.policy.create_or_update(*SCOPE, "policy", raw(before))
    arm.product_policy.create_or_update(*SCOPE, "ai-standard", "policy", raw("<policies><inbound><base /></inbound></policies>"))
    arm.product_policy.delete(*SCOPE, "ai-standard", "policy", if_match="*")


def test_fragment(arm):
    name = "py-fragment"
    body = PolicyFragmentContract(value="<fragment><set-method>GET</set-method></fragment>", description="One", format="xml")
    created = arm.policy_fragment.begin_create_or_update(*SCOPE, name, body, polling_interval=1).result()
    assert (created.name, created.description) == (name, "One")
    including = raw(f'<policies><inbound><include-fragment fragment-id="{name}" /></inbound></policies>')
    arm.api_policy.create_or_update(*SCOPE, "orders", "policy", including)
    refused(lambda: arm.policy_fragment.delete(*SCOPE, name, if_match="*"), 400, "ValidationError")
    arm.api_policy.delete(*SCOPE, "orders", "policy", if_match="*")
    assert name in [item.name for item in arm.policy_fragment.list_by_service(*SCOPE)]
    arm.policy_fragment.delete(*SCOPE, name, if_match="*")
    gone(lambda: arm.policy_fragment.get(*SCOPE, name))
