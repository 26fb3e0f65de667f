package io.edgedfa.host;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room of the host may use which, and that the device never uses the host. */
@AnalyzeClasses(packages = "io.edgedfa", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule theDeviceNeverUsesTheHost = noClasses()
            .that(resideInAPackage("io.edgedfa..").and(DescribedPredicate.not(resideInAPackage("io.edgedfa.host.."))))
            .should().dependOnClassesThat(resideInAPackage("io.edgedfa.host.."));

    @ArchTest
    static final ArchRule nothingUsesTheApplications = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage("io.edgedfa.host.app..", "io.edgedfa.device.app..")))
            .should().dependOnClassesThat(resideInAnyPackage("io.edgedfa.host.app..", "io.edgedfa.device.app.."));

    @ArchTest
    static final ArchRule onlyTheStoreUsesJdbc = onlyIn("java.sql..", "io.edgedfa.host.store..", "io.edgedfa.device.store");

    @ArchTest
    static final ArchRule onlyTheStoreHoldsConnections = onlyIn("com.zaxxer.hikari..", "io.edgedfa.host.store.database");

    @ArchTest
    static final ArchRule theDatabaseKnowsNothingOfWhatIsStored = uses("io.edgedfa.host.store.database");

    @ArchTest
    static final ArchRule boardsAreValues = noClasses().that(resideInAPackage("io.edgedfa.host.store.board"))
            .should().dependOnClassesThat(DescribedPredicate.not(resideInAnyPackage("io.edgedfa.host.store.board", "java.lang..")));

    @ArchTest
    static final ArchRule deliveriesKnowBoardsAlone = uses("io.edgedfa.host.store.delivery", "io.edgedfa.host.store.board");

    @ArchTest
    static final ArchRule onlyTheFleetDelivers = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage("io.edgedfa.host.store..", "io.edgedfa.host.fleet", "io.edgedfa.host.app.serve")))
            .should().dependOnClassesThat(resideInAPackage("io.edgedfa.host.store.delivery"));

    @ArchTest
    static final ArchRule seriesUseDatabaseAndBoards =
            uses("io.edgedfa.host.store.series", "io.edgedfa.host.store.database", "io.edgedfa.host.store.board");

    @ArchTest
    static final ArchRule theWriterUsesWhatItWrites = uses("io.edgedfa.host.store.writer", "io.edgedfa.host.store.database",
            "io.edgedfa.host.store.board", "io.edgedfa.host.store.delivery", "io.edgedfa.host.store.series");

    @ArchTest
    static final ArchRule onlyTheStoreWrites = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage("io.edgedfa.host.store", "io.edgedfa.host.store.writer")))
            .should().dependOnClassesThat(resideInAPackage("io.edgedfa.host.store.writer"));

    @ArchTest
    static final ArchRule ledgersUseDatabaseBoardsAndTheirAnswers = uses("io.edgedfa.host.store.ledger", "io.edgedfa.host.store.database",
            "io.edgedfa.host.store.board", "io.edgedfa.host.store.delivery");

    @ArchTest
    static final ArchRule historyKnowsNoLedger = noClasses()
            .that(resideInAPackage("io.edgedfa.host.store..").and(DescribedPredicate.not(resideInAPackage("io.edgedfa.host.store.ledger"))))
            .should().dependOnClassesThat(resideInAPackage("io.edgedfa.host.store.ledger"));

    @ArchTest
    static final ArchRule onlyFleetAndTelemetrySpeakMqtt =
            onlyIn("org.eclipse.paho..", "io.edgedfa.host.fleet", "io.edgedfa.device.telemetry");

    @ArchTest
    static final ArchRule sparkplugUsesNothingOfTheProject = uses("io.edgedfa.device.telemetry.sparkplug");

    @ArchTest
    static final ArchRule telemetryUsesOnlySparkplugAndTls =
            uses("io.edgedfa.device.telemetry", "io.edgedfa.device.telemetry.sparkplug",
                    "io.edgedfa.device.telemetry.delivery", "io.edgedfa.device.telemetry.tls");

    @ArchTest
    static final ArchRule onlyFleetRunsABroker = noClasses()
            .that(DescribedPredicate.not(resideInAPackage("io.edgedfa.host.fleet")))
            .should().dependOnClassesThat(resideInAPackage("com.hivemq..")
                    .and(DescribedPredicate.not(resideInAPackage("com.hivemq.client.."))));

    @ArchTest
    static final ArchRule onlyVirtualBoardsUseTheBrokersMakersClient = onlyIn("com.hivemq.client..", "io.edgedfa.host.simulate");

    @ArchTest
    static final ArchRule virtualBoardsKnowNothingOfTheHost =
            uses("io.edgedfa.host.simulate", "io.edgedfa.device.telemetry", "io.edgedfa.device.telemetry.sparkplug");

    @ArchTest
    static final ArchRule onlyTheAuthorityWritesCertificates = onlyIn("org.bouncycastle..", "io.edgedfa.host.access.authority");

    @ArchTest
    static final ArchRule accessUsesTheStore = uses("io.edgedfa.host.access", "io.edgedfa.host.store.database",
            "io.edgedfa.host.store.ledger", "io.edgedfa.text");

    @ArchTest
    static final ArchRule theAuthorityUsesAccessStoreAndFiles = uses("io.edgedfa.host.access.authority", "io.edgedfa.host.access",
            "io.edgedfa.host.store.database", "io.edgedfa.host.store.ledger", "io.edgedfa.device.telemetry.tls", "io.edgedfa.file",
            "io.edgedfa.text");

    @ArchTest
    static final ArchRule packagesKnowNothingOfWhatTheyPack = uses("io.edgedfa.host.bundle", "io.edgedfa.text");

    @ArchTest
    static final ArchRule onlyPackagesAreCompressed = onlyIn("org.apache.commons.compress..", "io.edgedfa.host.bundle");

    @ArchTest
    static final ArchRule alertsLookAtTheFleetAndKnowNoneOfTheirReaders = uses("io.edgedfa.host.alert", "io.edgedfa.host.fleet",
            "io.edgedfa.host.store", "io.edgedfa.host.store.board", "io.edgedfa.host.store.database", "io.edgedfa.host.store.ledger",
            "io.edgedfa.device.telemetry", "io.edgedfa.device.telemetry.sparkplug");

    @ArchTest
    static final ArchRule onlyWebServesHttp = onlyIn("io.javalin..", "io.edgedfa.host.web..");

    @ArchTest
    static final ArchRule endpointsKnowNothingOfServerAndPages = noClasses()
            .that(resideInAnyPackage("io.edgedfa.host.web.*..")).should().dependOnClassesThat(resideInAPackage("io.edgedfa.host.web"));

    @ArchTest
    static final ArchRule requestsAndAnswersKnowNoEndpoint = uses("io.edgedfa.host.web.http", "io.edgedfa.host.store.board");

    @ArchTest
    static final ArchRule theStoreKnowsNoneOfItsReaders =
            noClasses().that(resideInAPackage("io.edgedfa.host.store..")).should().dependOnClassesThat(
                    resideInAnyPackage("io.edgedfa.host.fleet", "io.edgedfa.host.web..", "io.edgedfa.host.experiment.."));

    @ArchTest
    static final ArchRule experimentsStandApartFromTheFleet =
            noClasses().that(resideInAnyPackage("io.edgedfa.host.experiment..", "io.edgedfa.host.pretrain", "io.edgedfa.host.data")).should().dependOnClassesThat(
                    resideInAnyPackage("io.edgedfa.host.fleet", "io.edgedfa.host.web..", "io.edgedfa.device.."));

    @ArchTest
    static final ArchRule benchmarksStandApartFromFleetAndData =
            noClasses().that(resideInAPackage("io.edgedfa.host.bench..")).should().dependOnClassesThat(resideInAnyPackage(
                    "io.edgedfa.host.fleet", "io.edgedfa.host.web..", "io.edgedfa.host.store..", "io.edgedfa.host.data",
                    "io.edgedfa.device.."));

    @ArchTest
    static final ArchRule onlyTheApplicationBenches =
            noClasses().that(DescribedPredicate.not(resideInAnyPackage("io.edgedfa.host.bench..", "io.edgedfa.host.app.bench")))
                    .should().dependOnClassesThat(resideInAPackage("io.edgedfa.host.bench.."));

    @ArchTest
    static final ArchRule sidesKnowNoneOfWhatMeasuresThem =
            noClasses().that(resideInAnyPackage("io.edgedfa.host.bench.peer", "io.edgedfa.host.bench.pytorch"))
                    .should().dependOnClassesThat(resideInAPackage("io.edgedfa.host.bench"));

    @ArchTest
    static final ArchRule onlyThePeerUsesDjl = onlyIn("ai.djl..", "io.edgedfa.host.bench.pytorch");

    @ArchTest
    static final ArchRule onlyBenchmarksUseJmh = onlyIn("org.openjdk.jmh..", "io.edgedfa.host.bench.jmh..");

    @ArchTest
    static final ArchRule singleRunsKnowNoNamedExperiments = noClasses().that(resideInAPackage("io.edgedfa.host.experiment"))
            .should().dependOnClassesThat(resideInAnyPackage("io.edgedfa.host.experiment.*..", "io.edgedfa.host.store.."));

    @ArchTest
    static final ArchRule pretrainingKnowsNoneOfTheStudiesThatJudgeIt = noClasses().that(resideInAPackage("io.edgedfa.host.pretrain"))
            .should().dependOnClassesThat(resideInAnyPackage("io.edgedfa.host.experiment.named", "io.edgedfa.host.store.."));

    @ArchTest
    static final ArchRule reportsUseNothingOfTheProject = uses("io.edgedfa.host.experiment.report");

    @ArchTest
    static final ArchRule finishedRunsUseNothingOfTheProject = uses("io.edgedfa.host.store.runs");

    @ArchTest
    static final ArchRule onlyStudiesKeepRuns = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage("io.edgedfa.host.experiment.study", "io.edgedfa.host.store.runs",
                    "io.edgedfa.host.app..")))
            .should().dependOnClassesThat(resideInAPackage("io.edgedfa.host.store.runs"));

    @ArchTest
    static final ArchRule commandsUseFleetStoreAndSparkplug = uses("io.edgedfa.host.fleet.command", "io.edgedfa.host.fleet",
            "io.edgedfa.host.store.board", "io.edgedfa.host.store.database", "io.edgedfa.host.store.ledger",
            "io.edgedfa.device.telemetry.sparkplug");

    @ArchTest
    static final ArchRule theTerminalKnowsTheFleetByItsApiAlone = uses("io.edgedfa.host.app.fleet", "io.edgedfa.text");

    @ArchTest
    static final ArchRule whatCommandsShareKnowsNoCommand = uses("io.edgedfa.host.app.console", "io.edgedfa.file");

    @ArchTest
    static final ArchRule commandsThatMakeModelsStandApartFromTheFleet = noClasses()
            .that(resideInAnyPackage("io.edgedfa.host.app.train", "io.edgedfa.host.app.bench", "io.edgedfa.host.app.study"))
            .should().dependOnClassesThat(resideInAnyPackage("io.edgedfa.host.fleet..", "io.edgedfa.host.web..",
                    "io.edgedfa.host.store", "io.edgedfa.host.store.database", "io.edgedfa.host.app.serve", "io.edgedfa.host.app.config"));

    @ArchTest
    static final ArchRule commandsThatRunAHostKnowNoExperiment = noClasses().that(resideInAPackage("io.edgedfa.host.app.serve"))
            .should().dependOnClassesThat(resideInAnyPackage("io.edgedfa.host.experiment..", "io.edgedfa.host.pretrain",
                    "io.edgedfa.host.bench..", "io.edgedfa.host.data", "io.edgedfa.host.app.train", "io.edgedfa.host.app.study"));

    @ArchTest
    static final ArchRule onlyReportsDraw = onlyIn("org.knowm.xchart..", "io.edgedfa.host.experiment.report");

    @ArchTest
    static final ArchRule onlyApplicationsReadTheEnvironment = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage("io.edgedfa.host.app..", "io.edgedfa.device.app..")))
            .should().callMethod(System.class, "getenv", String.class).orShould().callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule roomsHaveNoCycles = slices().matching("io.edgedfa.(**)").should().beFreeOfCycles();

    @Test
    void shouldSayInEveryPackageWhatItIsFor() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/io/edgedfa/host")).filter(Files::isDirectory)) {
            for (Path folder : folders.toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    boolean code = files.anyMatch(file -> file.toString().endsWith(".java"));
                    assertTrue(!code || Files.exists(folder.resolve("package-info.java")), folder + " has no package-info.java");
                }
            }
        }
    }

    private static ArchRule uses(String room, String... allowed) {
        return noClasses().that(resideInAPackage(room)).should().dependOnClassesThat(resideInAPackage("io.edgedfa..")
                .and(DescribedPredicate.not(resideInAPackage(room))).and(DescribedPredicate.not(resideInAnyPackage(allowed))));
    }

    private static ArchRule onlyIn(String library, String... rooms) {
        return noClasses().that(DescribedPredicate.not(resideInAnyPackage(rooms)))
                .should().dependOnClassesThat(resideInAPackage(library));
    }
}
