/**
 * What every end point of the host needs: parameters in, answers out.
 *
 * <p>Invariant: a parameter is checked before anything is done, and refused with its name, its value's bounds or words, and
 * status 400; no answer contains markup or a stack trace. Neighbours: {@code host.web.api} is written with it,
 * {@code host.web} turns what is thrown here into answers.
 */
package io.edgedfa.host.web.http;
