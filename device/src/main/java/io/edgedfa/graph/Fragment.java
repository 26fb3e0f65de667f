package io.edgedfa.graph;

import java.util.Set;

/**
 * A foreign piece of graph that runs unchanged as one node, from one tensor to one tensor: a frozen body. What it computes is
 * known only to the room that made it and to engines that speak its language.
 */
public interface Fragment {
    /** Shape of one sample that enters. */
    Shape input();

    /** Shape of one sample that leaves. */
    Shape output();

    /** Names of the tensors and nodes inside; nothing else in a graph may have one of them, but the tensor that enters. */
    Set<String> names();
}
