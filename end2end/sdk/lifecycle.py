"""What the tests of single resources share: how the SDK hands out ETags, and what a stale one does."""

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from conftest import GROUP, SERVICE

SCOPE = (GROUP, SERVICE)


def with_etag(_response, body, headers):
    """A `cls` for the SDK's calls: the item together with the ETag, which is in a header only."""
    return body, headers["ETag"]


def refused(call, status, code):
    """Makes a call that must fail like this; answers the error."""
    with pytest.raises(HttpResponseError) as failed:
        call()
    assert (failed.value.status_code, failed.value.error.code) == (status, code)
    return failed.value


def targets(error):
    """Which fields a ValidationError names."""
    return [detail.target for detail in error.error.details]


def gone(call):
    """Insists that what a call reads is not there."""
    with pytest.raises(ResourceNotFoundError) as failed:
        call()
    assert failed.value.error.code == "ResourceNotFound"
