package io.edgedfa.engine.cuda;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineProvider;
import java.util.Optional;

/** Makes the card known to {@link io.edgedfa.engine.Engines}; loads without JNA and without a card. */
public class CudaProvider implements EngineProvider {
    private static Optional<String> absence;

    private final String name;
    private final boolean tf32;

    public CudaProvider() {
        this(CudaEngine.NAME, false);
    }

    CudaProvider(String name, boolean tf32) {
        this.name = name;
        this.tf32 = tf32;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> absence() {
        return cardAbsence();
    }

    /** Found out once per process. */
    private static synchronized Optional<String> cardAbsence() {
        if (absence == null) {
            boolean jna = CudaProvider.class.getClassLoader().getResource("com/sun/jna/Native.class") != null;
            absence = jna ? NvidiaCard.absence() : Optional.of("JNA is not on the class path");
        }
        return absence;
    }

    @Override
    public boolean accelerates() {
        return !tf32;
    }

    @Override
    public boolean takesReplicas() {
        return true;
    }

    /** The card decides how it spreads work; {@code threads} means nothing to it. */
    @Override
    public Engine open(int threads) {
        return new CudaEngine(name, new NvidiaCard(tf32));
    }

    /** The same with products in TF32. */
    public static final class Tf32 extends CudaProvider {
        public Tf32() {
            super(CudaEngine.TF32_NAME, true);
        }
    }
}
