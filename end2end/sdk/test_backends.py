"""The life of a backend, seen by azure-mgmt-apimanagement."""

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.apimanagement.models import BackendContract, BackendReconnectContract, BackendUpdateParameters

from conftest import GROUP, SERVICE

SCOPE = (GROUP, SERVICE)


def with_etag(_response, body, headers):
    """A `cls` for the SDK's calls: the item together with the ETag, which is in a header only."""
    return body, headers["ETag"]


def contract(host, title=None):
    return BackendContract(url=f"https://{host}.example.com/openai", protocol="http", title=title)


def test_create_read_update_delete(arm):
    name = "py-lifecycle"
    created, etag = arm.backend.create_or_update(*SCOPE, name, contract("one", "First"), cls=with_etag)
    assert created.name == name
    assert created.id.lower().endswith(f"/service/{SERVICE}/backends/{name}")
    assert etag.startswith('"') and etag.endswith('"')

    read, read_etag = arm.backend.get(*SCOPE, name, cls=with_etag)
    assert (read.url, read.protocol, read.title) == ("https://one.example.com/openai", "http", "First")
    assert read_etag == etag
    assert arm.backend.get_entity_tag(*SCOPE, name) is True

    updated, updated_etag = arm.backend.update(
        *SCOPE, name, if_match=etag, parameters=BackendUpdateParameters(title="Second"), cls=with_etag
    )
    assert (updated.title, updated.url) == ("Second", "https://one.example.com/openai")
    assert updated_etag != etag

    replaced = arm.backend.create_or_update(*SCOPE, name, contract("two"), if_match="*")
    assert replaced.url == "https://two.example.com/openai"
    assert not replaced.title, "a PUT replaces the whole resource"

    arm.backend.delete(*SCOPE, name, if_match="*")
    with pytest.raises(ResourceNotFoundError) as gone:
        arm.backend.get(*SCOPE, name)
    assert gone.value.status_code == 404
    assert gone.value.error.code == "ResourceNotFound"


def test_stale_etag_changes_nothing(arm):
    name = "py-stale"
    _, stale = arm.backend.create_or_update(*SCOPE, name, contract("one"), cls=with_etag)
    arm.backend.create_or_update(*SCOPE, name, contract("two"))
    for change in (
        lambda: arm.backend.create_or_update(*SCOPE, name, contract("three"), if_match=stale),
        lambda: arm.backend.update(*SCOPE, name, if_match=stale, parameters=BackendUpdateParameters(title="late")),
        lambda: arm.backend.delete(*SCOPE, name, if_match=stale),
    ):
        with pytest.raises(HttpResponseError) as refused:
            change()
        assert refused.value.status_code == 412
        assert refused.value.error.code == "PreconditionFailed"
    assert arm.backend.get(*SCOPE, name).url == "https://two.example.com/openai"
    arm.backend.delete(*SCOPE, name, if_match="*")


def test_list_pages_and_filter(arm):
    names = {f"py-page-{number:03}" for number in range(105)}
    for name in names:
        arm.backend.create_or_update(*SCOPE, name, contract(name))
    try:
        pages = [[item.name for item in page] for page in arm.backend.list_by_service(*SCOPE).by_page()]
        assert len(pages) > 1, "more than 100 items do not fit on one page"
        listed = [name for page in pages for name in page]
        assert names <= set(listed)
        assert len(listed) == len(set(listed)), "an item is on one page only"

        first = next(arm.backend.list_by_service(*SCOPE, top=2).by_page())
        assert len(list(first)) == 2

        skipped = next(arm.backend.list_by_service(*SCOPE, top=2, skip=1).by_page())
        assert [item.name for item in skipped][0] == listed[1]

        filtered = arm.backend.list_by_service(*SCOPE, filter="name eq 'py-page-042'")
        assert [item.name for item in filtered] == ["py-page-042"]
        filtered = arm.backend.list_by_service(*SCOPE, filter="contains(name,'py-page-10')")
        assert sorted(item.name for item in filtered) == [f"py-page-10{digit}" for digit in range(5)]
    finally:
        for name in names:
            arm.backend.delete(*SCOPE, name, if_match="*")


def test_reconnect(arm):
    name = "py-reconnect"
    arm.backend.create_or_update(*SCOPE, name, contract("one"))
    # The SDK accepts 202 only, and answers nothing.
    assert arm.backend.reconnect(*SCOPE, name, BackendReconnectContract(after="PT2M")) is None
    assert arm.backend.reconnect(*SCOPE, name) is None
    arm.backend.delete(*SCOPE, name, if_match="*")
    with pytest.raises(ResourceNotFoundError):
        arm.backend.reconnect(*SCOPE, name)
