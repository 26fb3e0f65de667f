/**
 * Who may do what to the fleet, and who did: tokens for the HTTP interface, the audit trail, and the names under which boards,
 * host and broker have certificates.
 *
 * <p>Invariant: nothing here keeps a secret. A token is shown once, when it is made; only its hash is stored. The audit trail is
 * only ever added to.
 *
 * <p>Neighbours: {@code host.store.ledger} keeps what has to be kept; {@code host.web} asks for the principal behind a token,
 * {@code host.app} makes tokens. {@code host.access.authority} makes certificates.
 */
package io.edgedfa.host.access;
