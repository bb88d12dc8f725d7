"""The life of a logger, seen by azure-mgmt-apimanagement."""

from azure.mgmt.apimanagement.models import LoggerContract, LoggerUpdateContract

from lifecycle import SCOPE, gone, refused, with_etag

SECRET = "Endpoint=sb://py.example.com/;SharedAccessKey=hidden"


def test_create_read_update_delete(arm):
    name = "py-logger"
    contract = LoggerContract(logger_type="azureEventHub", credentials={"name": "usage", "connectionString": SECRET})
    created, etag = arm.logger.create_or_update(*SCOPE, name, contract, cls=with_etag)
    reference = created.credentials["connectionString"]
    assert reference.startswith("{{Logger-Credentials--"), "the secret is a named value now"
    made = reference.strip("{}")
    assert arm.named_value.list_value(*SCOPE, made).value == SECRET
    assert arm.logger.get_entity_tag(*SCOPE, name) is True
    change = LoggerUpdateContract(logger_type="azureEventHub", description="Usage")
    updated, newer = arm.logger.update(*SCOPE, name, if_match=etag, parameters=change, cls=with_etag)
    assert updated.credentials == created.credentials and newer != etag
    assert name in [item.name for item in arm.logger.list_by_service(*SCOPE, filter="loggerType eq 'azureEventHub'")]
    refused(lambda: arm.logger.delete(*SCOPE, name, if_match=etag), 412, "PreconditionFailed")
    arm.logger.delete(*SCOPE, name, if_match="*")
    gone(lambda: arm.logger.get(*SCOPE, name))
    gone(lambda: arm.named_value.get(*SCOPE, made))


def test_a_logger_in_use_stays(arm):
    refused(lambda: arm.logger.delete(*SCOPE, "appinsights", if_match="*"), 400, "ValidationError")
