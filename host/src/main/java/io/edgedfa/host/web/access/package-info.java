/**
 * Who may ask the host's web server for what.
 *
 * <p>Invariant: a request passes here before anything else looks at it. Whatever changes something needs a token that may
 * operate; reading needs one unless the server was told otherwise, which it can be only on loopback. A browser never sends a
 * token by itself, so another site cannot make it act (no cookies, no CSRF). Wrong tokens are counted per address and soon not
 * even looked at. Neighbours: {@code host.web} puts it before every path; who tokens belong to is given from outside.
 */
package io.edgedfa.host.web.access;
