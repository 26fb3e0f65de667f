package io.edgedfa.host.store;

import java.sql.SQLException;

/** One thing to write, applied inside the writer's transaction. */
@FunctionalInterface
interface Write {
    void to(Tables tables) throws SQLException;
}
