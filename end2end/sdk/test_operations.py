"""The life of an operation, seen by azure-mgmt-apimanagement."""

from azure.mgmt.apimanagement.models import OperationContract, OperationUpdateContract, ParameterContract

from lifecycle import SCOPE, gone, refused, targets, with_etag

API = "orders"


def contract(template, *parameters):
    declared = [ParameterContract(name=name, type="string", required=True) for name in parameters]
    return OperationContract(display_name="Note", method="PUT", url_template=template, template_parameters=declared)


def test_create_read_update_delete(arm):
    name = "py-note"
    created, etag = arm.api_operation.create_or_update(*SCOPE, API, name, contract("/notes/{id}", "id"), cls=with_etag)
    assert (created.name, created.method, created.url_template) == (name, "PUT", "/notes/{id}")
    assert arm.api_operation.get_entity_tag(*SCOPE, API, name) is True
    updated, newer = arm.api_operation.update(
        *SCOPE, API, name, if_match=etag, parameters=OperationUpdateContract(description="Keeps a note"), cls=with_etag
    )
    assert updated.description == "Keeps a note" and newer != etag
    assert name in [item.name for item in arm.api_operation.list_by_api(*SCOPE, API, filter="method eq 'PUT'")]
    stale = OperationUpdateContract(display_name="x")
    refused(lambda: arm.api_operation.update(*SCOPE, API, name, if_match=etag, parameters=stale), 412, "PreconditionFailed")
    arm.api_operation.delete(*SCOPE, API, name, if_match="*")
    gone(lambda: arm.api_operation.get(*SCOPE, API, name))
    arm.api_operation.delete(*SCOPE, API, name, if_match="*")


def test_a_parameter_must_be_declared(arm):
    error = refused(lambda: arm.api_operation.create_or_update(*SCOPE, API, "py-x", contract("/x/{y}")), 400, "ValidationError")
    assert targets(error) == ["templateParameters"]
