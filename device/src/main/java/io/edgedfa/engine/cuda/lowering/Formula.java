package io.edgedfa.engine.cuda.lowering;

/** How one element of a tensor is computed from others. */
@FunctionalInterface
interface Formula {

    /**
     * Writes the statements it takes.
     *
     * @param index of the element, a name or a literal
     * @return name of the variable with the value
     */
    String write(Reading in, String index);
}
