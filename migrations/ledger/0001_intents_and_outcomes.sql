-- Who did what. An intent is committed before Azure is asked; what became of it is appended after,
-- possibly more than once (unknown, then settled): the outcome with the highest seq is the latest.
CREATE TABLE intent (
    id TEXT PRIMARY KEY NOT NULL,           -- UUID version 7: sorts by time, and is the cursor
    at_ms INTEGER NOT NULL,
    boot_id TEXT NOT NULL,                  -- the process that wrote it
    operation TEXT NOT NULL,
    gateway TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_name TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    request_id TEXT NOT NULL,
    if_match TEXT,
    before_json TEXT,
    after_json TEXT,
    is_settleable INTEGER NOT NULL CHECK (is_settleable IN (0, 1)),
    note TEXT NOT NULL
) STRICT;

-- Each ends in id, so that a page is a walk backwards from the cursor: nothing is sorted.
CREATE INDEX intent_by_gateway ON intent (gateway, id);
CREATE INDEX intent_by_target ON intent (gateway, target_kind, target_name, id);
CREATE INDEX intent_by_operation ON intent (operation, id);
CREATE INDEX intent_by_boot ON intent (boot_id, id);

CREATE TABLE outcome (
    intent_id TEXT NOT NULL REFERENCES intent (id),
    seq INTEGER NOT NULL,                   -- 1, 2, … within the intent
    at_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    duration_ms INTEGER,
    upstream_status INTEGER,                -- NULL: nothing is known of an answer
    upstream_code TEXT,
    upstream_message TEXT,
    upstream_request_id TEXT,
    correlation_id TEXT,
    etag TEXT,
    facts_json TEXT,
    PRIMARY KEY (intent_id, seq)
) STRICT, WITHOUT ROWID;

-- For "all unknown ones" without reading the whole ledger.
CREATE INDEX outcome_by_state ON outcome (outcome, intent_id, seq);

CREATE TRIGGER intent_is_never_changed BEFORE UPDATE ON intent
BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END;

CREATE TRIGGER intent_is_never_deleted BEFORE DELETE ON intent
BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END;

-- INSERT OR REPLACE deletes without asking the DELETE trigger.
CREATE TRIGGER intent_is_never_replaced BEFORE INSERT ON intent
WHEN EXISTS (SELECT 1 FROM intent WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END;

CREATE TRIGGER outcome_is_never_changed BEFORE UPDATE ON outcome
BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END;

CREATE TRIGGER outcome_is_never_deleted BEFORE DELETE ON outcome
BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END;

CREATE TRIGGER outcome_is_never_replaced BEFORE INSERT ON outcome
WHEN EXISTS (SELECT 1 FROM outcome WHERE intent_id = NEW.intent_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END;
