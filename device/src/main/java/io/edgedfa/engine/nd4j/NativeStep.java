package io.edgedfa.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One operation of ND4J's native library with its inputs, output and arguments in a native context. Running through the
 * context skips what ND4J does otherwise for each call: inferring shapes and allocating outputs and the context itself.
 */
final class NativeStep implements Step {
    private final DynamicCustomOp operation;
    private final OpContext context = Nd4j.getExecutioner().buildContext();

    /** @param name the operation's name in ND4J's native library */
    NativeStep(String name, INDArray output, INDArray... inputs) {
        operation = DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(output).build();
        context.setInputArrays(inputs);
        context.setOutputArrays(output);
    }

    NativeStep integers(long... arguments) {
        context.setIArguments(arguments);
        return this;
    }

    NativeStep reals(double... arguments) {
        context.setTArguments(arguments);
        return this;
    }

    NativeStep flags(boolean... arguments) {
        context.setBArguments(arguments);
        return this;
    }

    @Override
    public void run() {
        Nd4j.getExecutioner().exec(operation, context);
    }

    @Override
    public void close() {
        try {
            context.close();
        } catch (Exception e) {
            throw new IllegalStateException("ND4J failed to close the context of " + operation.opName(), e);
        }
    }
}
