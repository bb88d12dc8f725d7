"""Writes an OpenAPI description of the server functions from the table that the Rust tests keep complete.

    openapi.py server/tests/it/routes.rs > openapi.json
"""

import functools
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
# Every list takes this one; what else they take differs.
QUERY = {"type": "object", "properties": {"text": {"type": "string"}}}
RELAY = "/api/playground/local/openai/deployments/{deployment}/chat/completions"


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
        return QUERY
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


def merged(one, other):
    """One schema for two rows of a path: what either of them leaves out is optional."""
    if one.get("type") != "object" or other.get("type") != "object":
        return other if one == {} else one
    left, right = one.get("properties", {}), other.get("properties", {})
    both = {key: merged(left[key], right[key]) for key in left.keys() & right.keys()}
    required = sorted(set(one.get("required", [])) & set(other.get("required", [])))
    return {"type": "object", "required": required, "properties": left | right | both}


def answers(success, failure):
    """By status. 502: the gateway's own refusal, passed on."""
    headers = {name: {"required": True, "schema": {"type": "string"}} for name in HEADERS}
    failed = {"description": "A problem", "headers": headers, "content": {JSON: {"schema": failure}}}
    return {"200": {"description": "An answer", "headers": headers, "content": success}, "4XX": failed, "502": failed}


def operation(bodies):
    examples = {str(index): {"value": body} for index, body in enumerate(bodies)}
    content = {"schema": functools.reduce(merged, map(schema, bodies)), "examples": examples}
    return {"requestBody": {"required": True, "content": {JSON: content}}, "responses": answers({JSON: {"schema": {}}}, PROBLEM)}


def relay():
    """The one that is no server function: failures may be the gateway's."""
    text = {"type": "string"}
    turn = {"type": "object", "required": ["role", "content"], "properties": {"role": {"enum": ["system", "user"]}, "content": text}}
    turns = {"type": "array", "items": turn, "minItems": 1, "maxItems": 3}
    body = {"type": "object", "required": ["messages"], "properties": {"messages": turns, "stream": {"type": "boolean"}}}
    parameters = [
        {"name": "deployment", "in": "path", "required": True, "schema": {"enum": ["gpt-4o", "none"]}},
        {"name": "subscription", "in": "query", "required": True, "schema": {"enum": ["demo", "none"]}},
    ]
    responses = answers({JSON: {"schema": {}}, "text/event-stream": {"schema": {}}}, {"type": "object"})
    return {"parameters": parameters, "requestBody": {"required": True, "content": {JSON: {"schema": body}}}, "responses": responses}


def main():
    rows = table(open(sys.argv[1]).read())
    if len(rows) < 50:
        sys.exit("openapi: the table of server functions is not where it was")
    paths = {f"/api/{path}": {"post": operation([body for other, body in rows if other == path])} for path, _ in rows}
    paths[RELAY] = {"post": relay()}
    json.dump({"openapi": "3.1.0", "info": {"title": "console", "version": "1"}, "paths": paths}, sys.stdout, indent=1)


main()
