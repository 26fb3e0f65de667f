/**
 * A board's configuration: TOML in, checked records out.
 *
 * <p>Invariant: every key has one place that reads it, with its default and what is allowed; a key that nobody reads is refused,
 * and where each value came from is known. Nothing is opened here but the file itself and what the kernel calls the machine.
 * Neighbours: {@code device.app.assembly} opens a board from these records.
 */
package io.edgedfa.device.app.config;
