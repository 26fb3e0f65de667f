/**
 * What somebody should look at: rules over the fleet's state and events, the alerts they open and close, and telling of both at
 * a webhook.
 *
 * <p>{@link io.edgedfa.host.alert.Alerts} looks once a second, {@link io.edgedfa.host.alert.AlertRule} says when a board is worth
 * an alert, {@link io.edgedfa.host.alert.Webhook} posts.
 *
 * <p>Invariant: of a rule and a board at most one alert is open. What is to be posted is written in the transaction that opens or
 * closes the alert, and deleted when the receiver has taken it: a restart loses none, a receiver may see one twice. The number
 * of waiting posts is bounded; beyond it the oldest go.
 *
 * <p>Neighbours: {@code host.fleet} and {@code host.store} are looked at, {@code host.store.ledger} keeps alerts,
 * {@code host.web} shows them. Whatever a board says in an alert is data.
 */
package io.edgedfa.host.alert;
