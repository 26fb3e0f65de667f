/**
 * One SQL database, SQLite or PostgreSQL, at the current schema: where it is, how connections are set up and kept, and in what the
 * two kinds differ.
 *
 * <p>Invariant: what is done in one {@link io.edgedfa.host.store.database.Database.Work} is one transaction, committed on return or
 * not there at all; a migration that was released is never edited. A password is in no URL and no message.
 *
 * <p>Neighbours: knows nothing of what is stored but the names of the tables in {@code migration/}; {@code host.store} and the rooms
 * beside this one bring the statements.
 */
package io.edgedfa.host.store.database;
