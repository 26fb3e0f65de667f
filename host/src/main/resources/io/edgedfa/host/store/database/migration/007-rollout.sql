-- Models on their way to many boards. How a board fared is the state of its command.
CREATE TABLE rollout (
    number ${identity},
    id TEXT NOT NULL UNIQUE,
    model TEXT NOT NULL,
    version BIGINT NOT NULL,
    group_id TEXT NOT NULL,
    canary_percent INTEGER NOT NULL,
    halt_percent INTEGER NOT NULL,
    sender TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_ms BIGINT NOT NULL);

CREATE TABLE rollout_board (
    rollout TEXT NOT NULL,
    position INTEGER NOT NULL,
    group_id TEXT NOT NULL,
    edge_id TEXT NOT NULL,
    canary INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    claimed_ms BIGINT NOT NULL,
    PRIMARY KEY (rollout, group_id, edge_id));
