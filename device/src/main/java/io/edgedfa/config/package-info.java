/**
 * A configuration file of a board or a host: TOML, typed, with the place of every value.
 *
 * <p>Invariant: a key has one reader, which gives its default and what is allowed; a key that nobody reads is refused; whatever
 * is wrong is said in one line with file, line, key and value. Knows no key itself and opens nothing but the file. Neighbours:
 * {@code device.app.config} and {@code host.app.config} make records of it.
 */
package io.edgedfa.config;
