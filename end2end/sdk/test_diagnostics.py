"""The life of a diagnostic at both scopes, seen by azure-mgmt-apimanagement."""

import pytest
from azure.mgmt.apimanagement.models import DiagnosticContract, DiagnosticUpdateContract, SamplingSettings

from lifecycle import SCOPE, gone, refused, targets, with_etag


def contract(logger="/loggers/appinsights", percentage=50):
    return DiagnosticContract(logger_id=logger, always_log="allErrors", sampling=SamplingSettings(sampling_type="fixed", percentage=percentage))


@pytest.mark.parametrize("scope", [(), ("claude",)], ids=["service", "api"])
def test_create_read_update_delete(arm, scope):
    client = arm.api_diagnostic if scope else arm.diagnostic
    at = (*SCOPE, *scope, "local")
    created, etag = client.create_or_update(*at, contract(), cls=with_etag)
    assert (created.name, created.sampling.percentage) == ("local", 50)
    assert client.get_entity_tag(*at) is True
    updated, newer = client.update(*at, if_match=etag, parameters=DiagnosticUpdateContract(logger_id="/loggers/appinsights", verbosity="error"), cls=with_etag)
    assert (updated.verbosity, updated.always_log) == ("error", "allErrors")
    assert newer != etag
    assert "local" in [item.name for item in client.list_by_service(*SCOPE, *scope, filter="name eq 'local'")]
    refused(lambda: client.delete(*at, if_match=etag), 412, "PreconditionFailed")
    client.delete(*at, if_match="*")
    gone(lambda: client.get(*at))
    client.delete(*at, if_match="*")


def test_what_is_wrong_is_named(arm):
    error = refused(lambda: arm.diagnostic.create_or_update(*SCOPE, "local", contract(logger="/loggers/none")), 400, "ValidationError")
    assert targets(error) == ["loggerId"]
