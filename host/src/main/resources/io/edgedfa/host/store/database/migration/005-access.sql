-- Keys to the HTTP interface: the hash (SHA-256, hexadecimal) of each, never the token.
CREATE TABLE access_token (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT,
    revoked_ms BIGINT);

-- Who did what. Only ever added to.
CREATE TABLE audit (
    id ${identity},
    time_ms BIGINT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL);

-- What the fleet's authority has issued.
CREATE TABLE certificate (
    serial TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    issued_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    revoked_ms BIGINT);

CREATE INDEX certificate_by_name ON certificate (name);
