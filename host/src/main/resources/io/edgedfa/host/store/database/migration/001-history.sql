CREATE TABLE host (
    id TEXT NOT NULL);

CREATE TABLE board (
    id ${identity},
    group_id TEXT NOT NULL,
    edge_id TEXT NOT NULL,
    device TEXT,
    first_seen_ms BIGINT NOT NULL,
    last_seen_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    rule TEXT,
    model_id TEXT,
    model_version TEXT,
    product_version TEXT,
    os_arch TEXT,
    java_version TEXT,
    UNIQUE (group_id, edge_id));

CREATE TABLE series (
    id ${identity},
    board_id ${id} NOT NULL REFERENCES board (id),
    metric TEXT NOT NULL,
    UNIQUE (board_id, metric));

CREATE TABLE reading (
    series_id ${id} NOT NULL ${of-series},
    time_ms BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (series_id, time_ms)) ${clustered};

CREATE TABLE event (
    id ${identity},
    board_id ${id} REFERENCES board (id),
    kind TEXT NOT NULL,
    time_ms BIGINT NOT NULL,
    detail TEXT NOT NULL);

CREATE INDEX event_by_time ON event (time_ms);
