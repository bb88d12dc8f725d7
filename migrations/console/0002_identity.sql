-- Who has signed in. The claim's values are those of the last sign-in: personal tokens, which carry
-- none of their own, get their role from them and from the mapping that is configured now.
CREATE TABLE person (
    id TEXT PRIMARY KEY NOT NULL,           -- the provider's `sub`
    name TEXT NOT NULL,
    claim_values TEXT NOT NULL,             -- JSON array of texts
    role TEXT NOT NULL,                     -- as of then, so that a change is noticed
    seen_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the list of sessions and for ending them. `data` stays what the session is read from.
ALTER TABLE session ADD COLUMN person_id TEXT;              -- NULL while nobody has signed in
ALTER TABLE session ADD COLUMN person_name TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN provider_session TEXT NOT NULL DEFAULT '';  -- `sid`
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN created_at_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN seen_at_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX session_by_person ON session (person_id, seen_at_ms);

CREATE TABLE personal_token (
    id TEXT PRIMARY KEY NOT NULL,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),    -- SHA-256; the token itself is never stored
    person_id TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    gateways TEXT NOT NULL,                 -- JSON array; empty: all
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    last_used_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX personal_token_by_person ON personal_token (person_id, created_at_ms);

-- Logout tokens that were used: each ends sessions once.
CREATE TABLE spent_logout_token (
    jti TEXT PRIMARY KEY NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A role that the operator of the host gave someone whom the mapping locked out.
CREATE TABLE recovery (
    person_id TEXT PRIMARY KEY NOT NULL,
    role TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
