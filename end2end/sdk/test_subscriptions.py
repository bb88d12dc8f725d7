"""The life of a subscription and of its keys, seen by azure-mgmt-apimanagement."""

import re

import openai
import pytest
from azure.mgmt.apimanagement.models import SubscriptionCreateParameters, SubscriptionUpdateParameters

from lifecycle import SCOPE, gone, refused, targets, with_etag


def ask(emulator, key):
    with openai.AzureOpenAI(api_key=key, api_version="2024-10-21", max_retries=0, base_url=emulator.gateway) as gateway:
        return gateway.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Name a colour."}])


def test_create_read_update_delete(arm, emulator):
    name = "py-subscription"
    parameters = SubscriptionCreateParameters(scope="/products/ai-standard", display_name="Mine", owner_id="/users/mira")
    created, etag = arm.subscription.create_or_update(*SCOPE, name, parameters, cls=with_etag)
    assert re.fullmatch("[0-9a-f]{32}", created.primary_key) and created.state == "active"
    assert created.scope.endswith("/products/ai-standard") and created.scope.startswith("/subscriptions/")
    read = arm.subscription.get(*SCOPE, name)
    assert (read.primary_key, read.secondary_key) == (None, None), "keys are told by listSecrets only"
    assert arm.subscription.get_entity_tag(*SCOPE, name) is True
    assert arm.subscription.list_secrets(*SCOPE, name).primary_key == created.primary_key
    assert ask(emulator, created.primary_key).usage.total_tokens > 0

    arm.subscription.regenerate_primary_key(*SCOPE, name)
    with pytest.raises(openai.AuthenticationError):
        ask(emulator, created.primary_key)
    arm.subscription.regenerate_secondary_key(*SCOPE, name)
    keys = arm.subscription.list_secrets(*SCOPE, name)
    assert keys.secondary_key != created.secondary_key
    ask(emulator, keys.secondary_key)

    late = SubscriptionUpdateParameters(state="suspended", state_comment="Late")
    refused(lambda: arm.subscription.update(*SCOPE, name, if_match=etag, parameters=late), 412, "PreconditionFailed")
    updated = arm.subscription.update(*SCOPE, name, if_match="*", parameters=late)
    assert (updated.state, updated.state_comment, updated.primary_key) == ("suspended", "Late", keys.primary_key)
    with pytest.raises(openai.AuthenticationError):
        ask(emulator, keys.secondary_key)
    assert name in [item.name for item in arm.subscription.list(*SCOPE, filter="state eq 'suspended'")]
    arm.subscription.delete(*SCOPE, name, if_match="*")
    gone(lambda: arm.subscription.get(*SCOPE, name))
    arm.subscription.delete(*SCOPE, name, if_match="*")


def test_what_is_wrong_is_named(arm):
    parameters = SubscriptionCreateParameters(scope="/products/none", display_name="x")
    error = refused(lambda: arm.subscription.create_or_update(*SCOPE, "py-x", parameters), 400, "ValidationError")
    assert targets(error) == ["scope"]
