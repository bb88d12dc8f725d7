"""Writes an OpenAPI description of the server functions from the table that the Rust tests keep complete.

    openapi.py server/tests/it/routes.rs > openapi.json
"""

import json
import re
import sys

JSON = "application/json"
# What every answer carries, whatever its status.
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy", "cache-control", "x-request-id")
# A text with one of these quotes internals.
INTERNALS = r"panicked|RUST_BACKTRACE|\.rs:\d|sqlx|/src/"
TEXT = {"type": "string", "not": {"pattern": INTERNALS}}
PROBLEM = {"type": "object", "required": ["code", "message"], "properties": {"code": {"type": "string"}, "message": TEXT}}
LIST_QUERY = {"text": {"type": "string"}, "show": {"type": "string"}, "sort": {"type": "string"}, "page": {"type": "integer", "minimum": 0, "maximum": 1000}}


def table(source):
    """Rows of ENDPOINTS: path and body."""
    texts = dict(re.findall(r'const (\w+): &str = r#"(.*?)"#;', source, re.S))
    rows = re.findall(r'endpoint\(\s*"([^"]+)",\s*"[^"]+",\s*(?:r#"(.*?)"#|"(.*?)"|(\w+)),\s*\d+,?\s*\)', source, re.S)
    return [(path, json.loads(raw or plain or texts[name])) for path, raw, plain, name in rows]


def schema(value, name=""):
    """What an example shows of a type. The gateway is fixed, or nothing behind its name would be reached."""
    if name == "gateway":
        return {"enum": [value]}
    if name == "query":
        return {"type": "object", "properties": LIST_QUERY}
    match value:
        case dict():
            return {"type": "object", "required": sorted(value), "properties": {key: schema(part, key) for key, part in value.items()}}
        case list():
            return {"type": "array", "maxItems": 3}
        case bool():
            return {"type": "boolean"}
        case None:
            return {}
        case _:
            return {"type": "string"}


def merged(bodies):
    """One schema for all rows of a path: what some of them leave out is optional."""
    parts = [schema(body) for body in bodies]
    properties = {key: part for one in parts for key, part in one["properties"].items()}
    return {"type": "object", "required": sorted(set.intersection(*(set(one["required"]) for one in parts))), "properties": properties}


def operation(bodies):
    headers = {name: {"required": True, "schema": {"type": "string"}} for name in HEADERS}
    answer = {"description": "An answer", "headers": headers, "content": {JSON: {"schema": {}}}}
    failure = {"description": "A problem", "headers": headers, "content": {JSON: {"schema": PROBLEM}}}
    examples = {str(index): {"value": body} for index, body in enumerate(bodies)}
    body = {"required": True, "content": {JSON: {"schema": merged(bodies), "examples": examples}}}
    return {"requestBody": body, "responses": {"200": answer, "4XX": failure, "502": failure}}


def main():
    rows = table(open(sys.argv[1]).read())
    if len(rows) < 50:
        sys.exit("openapi: the table of server functions is not where it was")
    paths = {f"/api/{path}": {"post": operation([body for other, body in rows if other == path])} for path, _ in rows}
    json.dump({"openapi": "3.1.0", "info": {"title": "console", "version": "1"}, "paths": paths}, sys.stdout, indent=1)


main()
