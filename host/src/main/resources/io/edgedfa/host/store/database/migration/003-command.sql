-- What boards were told to do. state: open, accepted, done, refused, expired; answered: 1 once the board's last word is here.
CREATE TABLE command (
    number ${identity},
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL,
    edge_id TEXT NOT NULL,
    name TEXT NOT NULL,
    argument TEXT NOT NULL,
    sender TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_ms BIGINT NOT NULL,
    answered INTEGER NOT NULL);

CREATE INDEX command_by_state ON command (state, number);
CREATE INDEX command_by_board ON command (group_id, edge_id, number);
