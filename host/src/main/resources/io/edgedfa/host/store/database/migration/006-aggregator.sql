-- The hosts that share this database. Each renews its lease; all times are by the database's clock.
CREATE TABLE aggregator (
    name TEXT PRIMARY KEY,
    since_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL);
