-- Calls that the console itself relayed to a gateway. NULL tokens are unknown, never 0.
CREATE TABLE call (
    id TEXT PRIMARY KEY NOT NULL,
    at_ms INTEGER NOT NULL,
    gateway TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    deployment TEXT NOT NULL,
    subscription TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    status INTEGER NOT NULL,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    latency_ms INTEGER NOT NULL,
    is_stream INTEGER NOT NULL CHECK (is_stream IN (0, 1))
) STRICT;

CREATE INDEX call_by_gateway_and_time ON call (gateway, at_ms);
