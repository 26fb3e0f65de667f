/**
 * Pictures from bytes nobody vouches for, as rows of values, in another size.
 *
 * <p>Invariant: no bytes cost more memory or time than the limits of {@link io.edgedfa.stream.feed.image.ImageDecoder} allow, and
 * values are those that were stored, without colour management. Neighbours: {@code stream.feed} makes the values a network's
 * input; stands alone.
 */
package io.edgedfa.stream.feed.image;
