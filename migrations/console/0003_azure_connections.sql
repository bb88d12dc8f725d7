-- Azure called as the person: one refresh token for a person at one Resource Manager. Who reads this
-- file can't use it: the key is elsewhere, and a row moved to someone else does not open.
CREATE TABLE azure_connection (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    arm_url TEXT NOT NULL,
    id TEXT NOT NULL,                       -- of this connection: connecting again makes another
    account TEXT NOT NULL,                  -- as whom, for pages and the audit
    sealed_token TEXT NOT NULL,             -- empty once Azure has ended it
    connected_at_ms INTEGER NOT NULL,
    renewed_at_ms INTEGER NOT NULL,
    PRIMARY KEY (person_id, arm_url)
) STRICT, WITHOUT ROWID;
