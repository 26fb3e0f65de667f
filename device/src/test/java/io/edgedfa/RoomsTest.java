package io.edgedfa;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may use which; the rooms and their one idea each stand in the README's code map. */
@AnalyzeClasses(packages = "io.edgedfa", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule graphStandsAlone = uses("io.edgedfa.graph");

    @ArchTest
    static final ArchRule analysisUsesGraph = uses("io.edgedfa.graph.analysis", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule weightsUseGraph = uses("io.edgedfa.network.weight", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule layersUseWeightsAndGraph =
            uses("io.edgedfa.network.layer", "io.edgedfa.network.weight", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule networkUsesLayersWeightsAndGraph = uses("io.edgedfa.network",
            "io.edgedfa.network.layer", "io.edgedfa.network.weight", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule learningUsesRulesAndOptimizers = uses("io.edgedfa.learning",
            "io.edgedfa.learning.rule", "io.edgedfa.learning.optimizer", "io.edgedfa.network..", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule rulesUseNetworkAndGraph = uses("io.edgedfa.learning.rule", "io.edgedfa.network..", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule optimizersUseNetworkAndGraph =
            uses("io.edgedfa.learning.optimizer", "io.edgedfa.network..", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule filesStandAlone = uses("io.edgedfa.file");

    @ArchTest
    static final ArchRule textStandsAlone = uses("io.edgedfa.text");

    @ArchTest
    static final ArchRule configurationFilesStandAlone = uses("io.edgedfa.config");

    @ArchTest
    static final ArchRule onnxUsesGraphNetworkAndFiles =
            uses("io.edgedfa.onnx", "io.edgedfa.onnx.reading", "io.edgedfa.graph", "io.edgedfa.network..", "io.edgedfa.file");

    @ArchTest
    static final ArchRule readingUsesNodesGraphAndNetwork =
            uses("io.edgedfa.onnx.reading", "io.edgedfa.onnx.reading.node", "io.edgedfa.graph", "io.edgedfa.network..");

    @ArchTest
    static final ArchRule nodesUseGraphAndNetwork = uses("io.edgedfa.onnx.reading.node", "io.edgedfa.graph", "io.edgedfa.network..");

    @ArchTest
    static final ArchRule engineUsesGraph = uses("io.edgedfa.engine", "io.edgedfa.graph..");

    @ArchTest
    static final ArchRule ortUsesEngineGraphAndOnnx =
            uses("io.edgedfa.engine.ort", "io.edgedfa.engine", "io.edgedfa.graph..", "io.edgedfa.onnx..");

    @ArchTest
    static final ArchRule nd4jUsesEngineAndGraph = uses("io.edgedfa.engine.nd4j", "io.edgedfa.engine", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule cudaUsesEngineGraphAndItsOwnRooms = uses("io.edgedfa.engine.cuda",
            "io.edgedfa.engine", "io.edgedfa.engine.cuda.library", "io.edgedfa.engine.cuda.lowering", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule loweringUsesEngineAndGraph = uses("io.edgedfa.engine.cuda.lowering", "io.edgedfa.engine", "io.edgedfa.graph");

    @ArchTest
    static final ArchRule librariesUseEngine = uses("io.edgedfa.engine.cuda.library", "io.edgedfa.engine");

    @ArchTest
    static final ArchRule loweringTouchesNoLibraryFileOrClock = noClasses().that(resideInAPackage("io.edgedfa.engine.cuda.lowering"))
            .should().dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio..", "java.time..", "com.sun.jna.."));

    @ArchTest
    static final ArchRule streamStandsAlone = uses("io.edgedfa.stream");

    @ArchTest
    static final ArchRule scoresStandAlone = uses("io.edgedfa.stream.score");

    @ArchTest
    static final ArchRule memoryUsesStream = uses("io.edgedfa.stream.memory", "io.edgedfa.stream");

    @ArchTest
    static final ArchRule feedsUseStreamAndTheirOwnRooms = uses("io.edgedfa.stream.feed", "io.edgedfa.stream",
            "io.edgedfa.stream.feed.folder", "io.edgedfa.stream.feed.image", "io.edgedfa.stream.feed.line", "io.edgedfa.text");

    @ArchTest
    static final ArchRule foldersStandAlone = uses("io.edgedfa.stream.feed.folder");

    @ArchTest
    static final ArchRule imagesStandAlone = uses("io.edgedfa.stream.feed.image");

    @ArchTest
    static final ArchRule linesStandAlone = uses("io.edgedfa.stream.feed.line");

    @ArchTest
    static final ArchRule sparkplugStandsAlone = uses("io.edgedfa.device.telemetry.sparkplug");

    @ArchTest
    static final ArchRule telemetryUsesSparkplugTlsAndDelivery = uses("io.edgedfa.device.telemetry", "io.edgedfa.device.telemetry.sparkplug",
            "io.edgedfa.device.telemetry.tls", "io.edgedfa.device.telemetry.delivery");

    @ArchTest
    static final ArchRule deliveryUsesSparkplug = uses("io.edgedfa.device.telemetry.delivery", "io.edgedfa.device.telemetry.sparkplug");

    @ArchTest
    static final ArchRule tlsStandsAlone = uses("io.edgedfa.device.telemetry.tls");

    @ArchTest
    static final ArchRule boardUsesSensors = uses("io.edgedfa.device.board", "io.edgedfa.device.board.sensor");

    @ArchTest
    static final ArchRule sensorsStandAlone = uses("io.edgedfa.device.board.sensor");

    @ArchTest
    static final ArchRule storeStandsAlone = uses("io.edgedfa.device.store");

    @ArchTest
    static final ArchRule safeguardsStandAlone = uses("io.edgedfa.device.agent.safeguard");

    @ArchTest
    static final ArchRule boardImageStandsAlone = uses("io.edgedfa.device.image");

    @ArchTest
    static final ArchRule updatesUseFilesAndTls = uses("io.edgedfa.device.update", "io.edgedfa.file", "io.edgedfa.device.telemetry.tls");

    @ArchTest
    static final ArchRule footprintUsesImageBoardAndModels = uses("io.edgedfa.device.app.footprint", "io.edgedfa.device.image",
            "io.edgedfa.device.board", "io.edgedfa.network..", "io.edgedfa.onnx");

    @ArchTest
    static final ArchRule commandsUseStoreAndSparkplug =
            uses("io.edgedfa.device.app.command", "io.edgedfa.device.store", "io.edgedfa.device.telemetry.sparkplug");

    @ArchTest
    static final ArchRule assemblyUsesConfigurationAndLibraries = uses("io.edgedfa.device.app.assembly", "io.edgedfa.device.app.config",
            "io.edgedfa.config", "io.edgedfa.device.agent..", "io.edgedfa.device.telemetry", "io.edgedfa.engine", "io.edgedfa.engine.ort",
            "io.edgedfa.graph", "io.edgedfa.network", "io.edgedfa.onnx", "io.edgedfa.stream..");

    @ArchTest
    static final ArchRule newModelsUseAssemblyCommandsAndUpdates = uses("io.edgedfa.device.app.update", "io.edgedfa.device.app.assembly",
            "io.edgedfa.device.app.command", "io.edgedfa.device.app.config", "io.edgedfa.config", "io.edgedfa.device.agent..",
            "io.edgedfa.device.image", "io.edgedfa.device.store", "io.edgedfa.device.update", "io.edgedfa.engine", "io.edgedfa.network",
            "io.edgedfa.onnx");

    @ArchTest
    static final ArchRule predictionsUseTelemetry = uses("io.edgedfa.device.app.prediction", "io.edgedfa.device.app.config",
            "io.edgedfa.device.agent", "io.edgedfa.device.telemetry", "io.edgedfa.stream.feed");

    @ArchTest
    static final ArchRule reportsUseAssemblyStoreAndTelemetry = uses("io.edgedfa.device.app.report", "io.edgedfa.device.app.assembly",
            "io.edgedfa.device.app.config", "io.edgedfa.device.agent", "io.edgedfa.device.board..", "io.edgedfa.device.store",
            "io.edgedfa.device.telemetry..", "io.edgedfa.onnx", "io.edgedfa.text");

    @ArchTest
    static final ArchRule onlyTheCommandLineRunsBoards = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage("io.edgedfa.device.app", "io.edgedfa.device.app.run")))
            .should().dependOnClassesThat(resideInAPackage("io.edgedfa.device.app.run"));

    @ArchTest
    static final ArchRule aRunUsesNeitherCommandLineNorEngine = noClasses().that(resideInAPackage("io.edgedfa.device.app.run"))
            .should().dependOnClassesThat(resideInAnyPackage("io.edgedfa.device.app", "io.edgedfa.device.app.footprint",
                    "io.edgedfa.engine..", "picocli.."));

    @ArchTest
    static final ArchRule nothingUsesTheApplication = noClasses()
            .that(DescribedPredicate.not(resideInAPackage("io.edgedfa.device.app..")))
            .should().dependOnClassesThat(resideInAPackage("io.edgedfa.device.app.."));

    @ArchTest
    static final ArchRule configurationIsReadNotRun = noClasses().that(resideInAPackage("io.edgedfa.device.app.config"))
            .should().dependOnClassesThat(resideInAPackage("io.edgedfa.device.app..")
                    .and(DescribedPredicate.not(resideInAPackage("io.edgedfa.device.app.config"))));

    @ArchTest
    static final ArchRule coreDoesNoInputOutputThreadsClockOrLogging = noClasses()
            .that(resideInAnyPackage("io.edgedfa.graph..", "io.edgedfa.network..", "io.edgedfa.learning.."))
            .should().dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.time..",
                    "java.util.concurrent..", "java.util.logging..", "com.sun.jna..")
                    .or(type(Thread.class))
                    .or(type(System.Logger.class)));

    @ArchTest
    static final ArchRule sparkplugAndDeliveryHaveNoFilesSocketsThreadsClockOrLogging = noClasses()
            .that(resideInAnyPackage("io.edgedfa.device.telemetry.sparkplug", "io.edgedfa.device.telemetry.delivery"))
            .should().dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.time..",
                    "java.util.concurrent..", "java.util.logging..", "org.eclipse.paho..")
                    .or(type(Thread.class))
                    .or(type(System.Logger.class)))
            .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule onlyTelemetrySpeaksMqtt = onlyIn("org.eclipse.paho..", "io.edgedfa.device.telemetry");

    @ArchTest
    static final ArchRule onlyTheStoreUsesJdbc = onlyIn("java.sql..", "io.edgedfa.device.store");

    @ArchTest
    static final ArchRule onlyConfigurationFilesAreToml = onlyIn("org.tomlj..", "io.edgedfa.config");

    @ArchTest
    static final ArchRule onlyOrtUsesOnnxRuntime = onlyIn("ai.onnxruntime..", "io.edgedfa.engine.ort");

    @ArchTest
    static final ArchRule onlyNd4jUsesNd4j = onlyIn("org.nd4j..", "io.edgedfa.engine.nd4j");

    @ArchTest
    static final ArchRule onlyNd4jUsesJavaCpp = onlyIn("org.bytedeco..", "io.edgedfa.engine.nd4j");

    @ArchTest
    static final ArchRule onlyBoardAndEnginesUseJna =
            onlyIn("com.sun.jna..", "io.edgedfa.device.board", "io.edgedfa.engine.cuda", "io.edgedfa.engine.cuda.library",
                    "io.edgedfa.engine.nd4j");

    @ArchTest
    static final ArchRule onlyTheApplicationReadsTheEnvironment = noClasses()
            .that(DescribedPredicate.not(resideInAPackage("io.edgedfa.device.app")))
            .should().callMethod(System.class, "getenv", String.class).orShould().callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule onlyTheCommandLineTakesTheWholeEnvironment = noClasses()
            .that(resideInAPackage("io.edgedfa.device..").and(DescribedPredicate.not(resideInAPackage("io.edgedfa.device.app"))))
            .should().callMethod(System.class, "getenv");

    @ArchTest
    static final ArchRule roomsHaveNoCycles = slices().matching("io.edgedfa.(**)").should().beFreeOfCycles();

    @Test
    void shouldSayInEveryPackageWhatItIsFor() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/io/edgedfa")).filter(Files::isDirectory)) {
            for (Path folder : folders.toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    boolean code = files.anyMatch(file -> file.toString().endsWith(".java"));
                    assertTrue(!code || Files.exists(folder.resolve("package-info.java")), folder + " has no package-info.java");
                }
            }
        }
    }

    private static ArchRule uses(String room, String... allowed) {
        DescribedPredicate<JavaClass> ours = resideInAPackage("io.edgedfa..");
        DescribedPredicate<JavaClass> foreign =
                ours.and(DescribedPredicate.not(resideInAPackage(room))).and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        return noClasses().that(resideInAPackage(room)).should().dependOnClassesThat(foreign).allowEmptyShould(true);
    }

    private static ArchRule onlyIn(String library, String... rooms) {
        return noClasses().that(DescribedPredicate.not(resideInAnyPackage(rooms)))
                .should().dependOnClassesThat(resideInAPackage(library));
    }
}
