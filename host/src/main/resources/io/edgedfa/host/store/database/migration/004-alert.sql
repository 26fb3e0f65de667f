-- What somebody should look at; until_ms is null while it is so.
CREATE TABLE alert (
    id ${identity},
    group_id TEXT NOT NULL,
    edge_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    until_ms BIGINT,
    detail TEXT NOT NULL);

CREATE INDEX alert_by_end ON alert (until_ms, id);

-- What the webhook has still to tell: that an alert opened, or closed.
CREATE TABLE alert_notice (
    id ${identity},
    alert_id BIGINT NOT NULL,
    opened INTEGER NOT NULL);

-- The newest event a rule has looked at.
CREATE TABLE alert_seen (
    rule TEXT PRIMARY KEY,
    event_id BIGINT NOT NULL);
