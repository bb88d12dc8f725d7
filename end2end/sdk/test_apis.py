"""The life of an API, seen by azure-mgmt-apimanagement: plain, imported, revised."""

import json

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.apimanagement.models import ApiCreateOrUpdateParameter, ApiUpdateContract

from lifecycle import SCOPE, gone, refused, targets, with_etag

DOCUMENT = {
    "openapi": "3.0.1",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://pets.example.com"}],
    "paths": {"/pets/{id}": {"get": {"operationId": "getPet", "responses": {"200": {"description": "A pet"}}}}},
}


def create(arm, name, **fields):
    return arm.api.begin_create_or_update(*SCOPE, name, ApiCreateOrUpdateParameter(**fields), polling_interval=1).result()


def delete(arm, name, **more):
    # The SDK takes 202 with a Location, or 204.
    return arm.api.begin_delete(*SCOPE, name, if_match="*", polling_interval=1, **more).result()


def test_create_read_update_delete(arm):
    name = "py-api"
    created = create(arm, name, display_name="First", path="/py-api", service_url="https://one.example.com", protocols=["https"])
    assert (created.name, created.path, created.api_revision) == (name, "py-api", "1")
    read, etag = arm.api.get(*SCOPE, name, cls=with_etag)
    assert read.is_current and read.provisioning_state == "Succeeded"
    assert arm.api.get_entity_tag(*SCOPE, name) is True
    updated, newer = arm.api.update(*SCOPE, name, if_match=etag, parameters=ApiUpdateContract(display_name="Second"), cls=with_etag)
    assert (updated.display_name, updated.path) == ("Second", "py-api")
    assert newer != etag
    refused(lambda: arm.api.update(*SCOPE, name, if_match=etag, parameters=ApiUpdateContract(path="x")), 412, "PreconditionFailed")
    assert [item.name for item in arm.api.list_by_service(*SCOPE, filter="path eq 'py-api'")] == [name]
    delete(arm, name)
    gone(lambda: arm.api.get(*SCOPE, name))
    delete(arm, name)


def test_import_runs_long_and_brings_operations(arm):
    name = "py-pets"
    created = create(arm, name, path="py-pets", format="openapi+json", value=json.dumps(DOCUMENT))
    assert (created.display_name, created.service_url) == ("Pets", "https://pets.example.com")
    assert [item.name for item in arm.api_operation.list_by_api(*SCOPE, name)] == ["getPet"]
    delete(arm, name)
    link = ApiCreateOrUpdateParameter(path="x", format="openapi-link", value="https://pets.example.com/openapi.json")
    error = refused(lambda: arm.api.begin_create_or_update(*SCOPE, name, link), 400, "ValidationError")
    assert targets(error) == ["value"]


def test_a_slow_delete_is_waited_for(arm, switches):
    name = "py-slow"
    create(arm, name, display_name="Slow", path="py-slow")
    with switches([{"method": "DELETE", "path_contains": name, "do": {"slow_operation": {"ms": 1500}}}]):
        poller = arm.api.begin_delete(*SCOPE, name, if_match="*", polling_interval=1)
        assert not poller.done()
        poller.result(timeout=30)
        assert poller.status() == "Succeeded"


def test_revisions(arm):
    name = "py-revised"
    create(arm, name, display_name="Revised", path="py-revised", service_url="https://one.example.com")
    second = f"{name};rev=2"
    created = create(arm, second, path="py-revised", source_api_id=f"/apis/{name}", service_url="https://two.example.com")
    assert (created.name, created.is_current) == (second, False)
    assert arm.api.get(*SCOPE, f"{name};rev=1").name == name
    arm.api.update(*SCOPE, second, if_match="*", parameters=ApiUpdateContract(is_current=True))
    assert arm.api.get(*SCOPE, name).service_url == "https://two.example.com"
    with pytest.raises(HttpResponseError):
        delete(arm, name)
    delete(arm, name, delete_revisions=True)
    gone(lambda: arm.api.get(*SCOPE, f"{name};rev=1"))
