"""The life of a named value, seen by azure-mgmt-apimanagement."""

from azure.mgmt.apimanagement.models import KeyVaultContractCreateProperties, NamedValueCreateContract, NamedValueUpdateParameters

from lifecycle import SCOPE, gone, refused

POLL = {"polling_interval": 1}


def test_create_read_update_delete(arm):
    name = "py-secret"
    contract = NamedValueCreateContract(display_name=name, value="hunter2", secret=True, tags=["py"])
    created = arm.named_value.begin_create_or_update(*SCOPE, name, contract, **POLL).result()
    assert (created.display_name, created.secret, created.value) == (name, True, None)
    assert arm.named_value.list_value(*SCOPE, name).value == "hunter2"
    assert arm.named_value.get_entity_tag(*SCOPE, name) is True
    change = NamedValueUpdateParameters(value="hunter3")
    updated = arm.named_value.begin_update(*SCOPE, name, if_match="*", parameters=change, **POLL).result()
    assert updated.tags == ["py"]
    assert arm.named_value.list_value(*SCOPE, name).value == "hunter3"
    refused(lambda: arm.named_value.delete(*SCOPE, name, if_match='"AAAAAAAAAAA="'), 412, "PreconditionFailed")
    assert [item.name for item in arm.named_value.list_by_service(*SCOPE, filter=f"displayName eq '{name}'")] == [name]
    arm.named_value.delete(*SCOPE, name, if_match="*")
    gone(lambda: arm.named_value.get(*SCOPE, name))


def test_key_vault(arm):
    name = "py-vault"
    vault = KeyVaultContractCreateProperties(secret_identifier="https://py.vault.azure.net/secrets/one")
    contract = NamedValueCreateContract(display_name=name, key_vault=vault, secret=True)
    created = arm.named_value.begin_create_or_update(*SCOPE, name, contract, **POLL).result()
    assert created.key_vault.last_status.code == "Success"
    refreshed = arm.named_value.begin_refresh_secret(*SCOPE, name, **POLL).result()
    assert refreshed.name == name
    arm.named_value.delete(*SCOPE, name, if_match="*")


def test_a_named_value_in_use_stays(arm):
    refused(lambda: arm.named_value.delete(*SCOPE, "claude-key", if_match="*"), 400, "ValidationError")
