package io.edgedfa.emulation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A process that runs tests and says of each, in a line, what became of it; {@link EmulatedBoard#assertPass} hears it. */
final class TestRun implements TestExecutionListener {
    /** Starts each line, for the tests write to the same stream. */
    static final String MARK = "emulated test: ";

    private TestRun() {}

    /** @param args tests as {@code a.b.Class} or {@code a.b.Class#method} */
    public static void main(String[] args) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(args).map(TestRun::selector).toList())
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter("junit.jupiter.execution.timeout.mode", "disabled") // for what runs many times slower
                .build();
        LauncherFactory.create().execute(request, new TestRun());
        System.exit(0); // a thread that a test left must not keep the process
    }

    private static DiscoverySelector selector(String test) {
        return test.contains("#") ? selectMethod(test) : selectClass(test);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        say("skipped", test, reason);
    }

    /** A class whose start failed is said, too, for its tests do not run. */
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            String how = switch (result.getStatus()) {
                case SUCCESSFUL -> "passed";
                case ABORTED -> "skipped";
                case FAILED -> "failed";
            };
            result.getThrowable().filter(thrown -> how.equals("failed")).ifPresent(Throwable::printStackTrace);
            say(how, test, result.getThrowable().map(Throwable::toString).orElse(""));
        }
    }

    private static void say(String how, TestIdentifier test, String why) {
        String of = test.getSource().map(source -> source instanceof MethodSource method ? method.getClassName() + "#" + method.getMethodName()
                : source instanceof ClassSource type ? type.getClassName() : "").orElse("");
        System.out.println((MARK + how + " " + of + " " + test.getDisplayName() + " " + why).replaceAll("\\s+", " "));
    }
}
