/**
 * Command lines for signing keys and the shelf of models, which work on folders; that for rollouts asks a running host and so lies
 * with {@code host.app.fleet}.
 */
package io.edgedfa.host.app.models;
