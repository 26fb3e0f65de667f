/**
 * JMH benchmarks of the inner parts, for work on them; {@code host bench} is for comparing. They are here and not in the module
 * of the parts, because here is the profile that brings JMH.
 *
 * <p>Invariant: a benchmark measures one part and prepares everything else outside of the measurement. Only the Maven profile
 * {@code bench} compiles this. Neighbours: uses whatever it measures; nothing uses it.
 */
package io.edgedfa.host.bench.jmh;
