"""The life of a product and of the APIs in it, seen by azure-mgmt-apimanagement."""

from azure.core.exceptions import ResourceNotFoundError
from azure.mgmt.apimanagement.models import ProductApiLinkContract, ProductContract, ProductUpdateParameters, SubscriptionCreateParameters
import pytest

from lifecycle import SCOPE, gone, refused, with_etag


def test_create_read_update_delete(arm):
    name = "py-product"
    created, etag = arm.product.create_or_update(*SCOPE, name, ProductContract(display_name="Team"), cls=with_etag)
    assert (created.state, created.subscription_required) == ("notPublished", True)
    assert arm.product.get_entity_tag(*SCOPE, name) is True
    updated, newer = arm.product.update(*SCOPE, name, if_match=etag, parameters=ProductUpdateParameters(state="published"), cls=with_etag)
    assert (updated.display_name, updated.state) == ("Team", "published")
    refused(lambda: arm.product.delete(*SCOPE, name, if_match=etag), 412, "PreconditionFailed")
    assert name in [item.name for item in arm.product.list_by_service(*SCOPE, filter="state eq 'published'")]
    subscription = SubscriptionCreateParameters(scope=f"/products/{name}", display_name="One")
    arm.subscription.create_or_update(*SCOPE, "py-of-product", subscription)
    refused(lambda: arm.product.delete(*SCOPE, name, if_match="*"), 400, "ValidationError")
    arm.product.delete(*SCOPE, name, if_match="*", delete_subscriptions=True)
    gone(lambda: arm.product.get(*SCOPE, name))
    gone(lambda: arm.subscription.get(*SCOPE, "py-of-product"))


def test_apis_in_a_product(arm):
    at = (*SCOPE, "mcp-tools")
    added = arm.product_api.create_or_update(*at, "orders")
    assert (added.name, added.path) == ("orders", "orders")
    assert arm.product_api.check_entity_exists(*at, "orders") is True
    assert "orders" in [item.name for item in arm.product_api.list_by_product(*at)]
    links = {link.api_id.rsplit("/")[-1]: link.name for link in arm.product_api_link.list_by_product(*at)}
    arm.product_api_link.delete(*at, links["orders"])
    with pytest.raises(ResourceNotFoundError):
        arm.product_api.check_entity_exists(*at, "orders")
    linked = arm.product_api_link.create_or_update(*at, "py-link", ProductApiLinkContract(api_id="/apis/orders"))
    assert linked.api_id.endswith("/apis/orders")
    arm.product_api.delete(*at, "orders")
    gone(lambda: arm.product_api_link.get(*at, "py-link"))
