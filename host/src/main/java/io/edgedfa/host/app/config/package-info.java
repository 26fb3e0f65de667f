/**
 * The host's configuration: {@code host.toml} and the options of {@code serve}, as checked records.
 *
 * <p>Invariant: every key has one place that reads it, with its default and what is allowed, and one option, which wins over the
 * file; a secret is never a value here, only a file that holds it. Nothing is opened but the configuration and these files.
 * Neighbours: {@code config} reads TOML, {@code host.app.serve} starts a host from it.
 */
package io.edgedfa.host.app.config;
