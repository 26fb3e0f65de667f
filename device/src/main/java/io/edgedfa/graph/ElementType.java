package io.edgedfa.graph;

/** Element types of tensors. */
public enum ElementType {
    FLOAT,
    INT64,
    BOOL
}
