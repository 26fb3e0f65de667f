/**
 * The commands that run a host or work on what it keeps: {@code serve}, {@code demo}, {@code simulate}, {@code backup}.
 *
 * <p>Invariant: a host is put together in one place ({@code HostServer}), and whatever a command started it ends again, processes
 * included.
 *
 * <p>Neighbours: {@code host.app.config} says what kind of host; {@code host.fleet}, {@code host.store}, {@code host.web} are its
 * parts; {@code host.simulate} are the virtual boards.
 */
package io.edgedfa.host.app.serve;
