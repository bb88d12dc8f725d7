-- Sessions by the SHA-256 of their id: who reads this file cannot use what it finds.
CREATE TABLE session (
    id_hash BLOB PRIMARY KEY NOT NULL CHECK (length(id_hash) = 32),
    data TEXT NOT NULL,                     -- JSON
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_expiry ON session (expires_at_ms);
