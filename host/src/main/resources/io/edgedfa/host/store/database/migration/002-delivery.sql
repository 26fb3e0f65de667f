-- Up to which number of a board's outbox everything is stored.
CREATE TABLE outbox (
    board_id ${id} NOT NULL REFERENCES board (id),
    store_id BIGINT NOT NULL,
    acknowledged BIGINT NOT NULL,
    PRIMARY KEY (board_id, store_id)) ${clustered};

-- Who says so, host or board; kinds are words now.
ALTER TABLE event ADD COLUMN source TEXT NOT NULL DEFAULT 'host';
UPDATE event SET kind = REPLACE(LOWER(kind), '_', '-');
CREATE INDEX event_by_board ON event (board_id, id);
CREATE INDEX event_by_kind ON event (kind, id);

-- The last reading of a series, so that a start walks no readings.
ALTER TABLE series ADD COLUMN last_ms BIGINT;
ALTER TABLE series ADD COLUMN last_value DOUBLE PRECISION;
UPDATE series SET last_ms = (SELECT MAX(time_ms) FROM reading WHERE series_id = series.id);
UPDATE series SET last_value = (SELECT value FROM reading WHERE series_id = series.id AND time_ms = last_ms);

-- What is left of readings past their time. A span begins at start_ms.
CREATE TABLE reading_minute (
    series_id ${id} NOT NULL ${of-series},
    start_ms BIGINT NOT NULL,
    readings BIGINT NOT NULL,
    total DOUBLE PRECISION NOT NULL,
    least DOUBLE PRECISION NOT NULL,
    most DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (series_id, start_ms)) ${clustered};

CREATE TABLE reading_hour (
    series_id ${id} NOT NULL ${of-series},
    start_ms BIGINT NOT NULL,
    readings BIGINT NOT NULL,
    total DOUBLE PRECISION NOT NULL,
    least DOUBLE PRECISION NOT NULL,
    most DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (series_id, start_ms)) ${clustered};

-- Rows of the large tables, counted as they change: counting them afresh would walk them.
CREATE TABLE volume (
    name TEXT PRIMARY KEY,
    row_count BIGINT NOT NULL);
INSERT INTO volume (name, row_count) SELECT 'reading', COUNT(*) FROM reading;
INSERT INTO volume (name, row_count) SELECT 'series', COUNT(*) FROM series;
INSERT INTO volume (name, row_count) VALUES ('reading_minute', 0), ('reading_hour', 0);
