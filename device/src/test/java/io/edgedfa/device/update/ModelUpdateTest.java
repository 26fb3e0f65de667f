package io.edgedfa.device.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.update.ModelUpdate.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelUpdateTest {
    private static final long NOW_MS = SigningKey.NOW_MS;

    @TempDir
    Path folder;

    private final byte[] model = new byte[300_000];
    private final List<Path> tried = new ArrayList<>();
    private ModelHost host;
    private SigningKey key;
    private TrustedKeys trusted;
    private ModelSlots slots;
    private volatile boolean stopped;
    private String refusal = "";

    @BeforeEach
    void offerVersionTwo() throws Exception {
        new Random(1).nextBytes(model);
        host = new ModelHost();
        key = new SigningKey();
        trusted = TrustedKeys.read(List.of(key.write(folder.resolve("key.pem"))));
        slots = new ModelSlots(folder.resolve("slots"), trusted, note -> {});
        Path file = Files.write(folder.resolve("model.onnx"), model);
        offer(SigningKey.manifest(file, 2), model);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void offer(Manifest manifest, byte[] bytes) throws Exception {
        host.files.put("/models/digits/" + manifest.version() + "/manifest", key.sign(manifest).json());
        host.files.put("/models/digits/" + manifest.version() + "/file", bytes);
    }

    private ModelUpdate update(Conditions conditions) {
        return new ModelUpdate(new ModelFetch(host.uri(), () -> "secret", null), trusted, slots, conditions, file -> {
            tried.add(file);
            if (!refusal.isEmpty()) {
                throw new UpdateRefusedException(refusal);
            }
        }, () -> NOW_MS, () -> stopped);
    }

    private Manifest run(long version) throws Exception {
        return update(new Conditions("digits", 1, "linux-x86_64", 1 << 20)).run("c1", "digits", version, NOW_MS);
    }

    private void assertRefused(String why, long version) {
        UpdateRefusedException refused = assertThrows(UpdateRefusedException.class, () -> run(version));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertTrue(!slots.onTrial());
    }

    @Test
    void shouldBringAModelOnTrial() throws Exception {
        assertEquals(2, run(2).version());
        assertArrayEquals(model, Files.readAllBytes(slots.start().orElseThrow().file()));
        assertEquals(List.of(slots.start().orElseThrow().file()), tried);
        assertEquals(List.of("/models/digits/2/manifest null Bearer secret", "/models/digits/2/file bytes=0- Bearer secret"), host.asked);
    }

    @Test
    void shouldGoOnWhereItWasCutOff() throws Exception {
        ModelFetch fetch = new ModelFetch(host.uri(), () -> null, null);
        Manifest manifest = trusted.verify(fetch.manifest("digits", 2));
        host.cutAfter = 100_000;
        Path part = slots.part(manifest);
        assertThrows(IOException.class, () -> fetch.file(manifest, part, () -> false));
        assertEquals(100_000, Files.size(part));
        fetch.file(manifest, part, () -> false);
        assertArrayEquals(model, Files.readAllBytes(part));
        assertTrue(host.asked.get(host.asked.size() - 1).contains("bytes=100000-"), host.asked.toString());
    }

    @Test
    void shouldBeginAnewWhereTheHostKnowsNoRanges() throws Exception {
        host.ranges = false;
        Manifest manifest = SigningKey.manifest(folder.resolve("model.onnx"), 2);
        Files.write(slots.part(manifest), new byte[1_000]);
        run(2);
        assertArrayEquals(model, Files.readAllBytes(slots.start().orElseThrow().file()));
    }

    @Test
    void shouldTryAgainWhileTheHostIsInTrouble() throws Exception {
        host.status = 503;
        new Thread(() -> {
            while (host.asked.size() < 1) {
                Thread.onSpinWait();
            }
            host.status = 0;
        }).start();
        ModelUpdate patient = update(new Conditions("digits", 1, "linux-x86_64", 1 << 20));
        assertEquals(2, patient.run("c1", "digits", 2, NOW_MS + 100_000).version());
    }

    @Test
    void shouldGiveUpWhenTheTimeIsOver() {
        host.status = 503;
        assertRefused("not fetched in time; last: the host answered 503", 2);
    }

    @Test
    void shouldLeaveAllOpenWhenTheBoardStops() throws Exception {
        stopped = true;
        assertNull(run(2));
        assertEquals(Optional.empty(), slots.outcome());
    }

    @Test
    void shouldRefuseWhatTheHostDoesNotHave() {
        assertRefused("answered 404", 7);
    }

    @Test
    void shouldNotFollowToAnotherHost() {
        host.status = 302;
        assertRefused("answered 302", 2);
    }

    @Test
    void shouldRefuseAVersionThatIsNotHigher() throws Exception {
        Path file = folder.resolve("model.onnx");
        offer(SigningKey.manifest(file, 1), model);
        assertRefused("version 1; allowed are 2 and higher", 1);
        slots.confirm(SigningKey.manifest(file, 5));
        assertRefused("version 2; allowed are 6 and higher", 2);
    }

    @Test
    void shouldRefuseAnOlderManifestUnderANewersAddress() throws Exception {
        host.files.put("/models/digits/3/manifest", host.files.get("/models/digits/2/manifest"));
        assertRefused("another model or version", 3);
    }

    @Test
    void shouldRefuseAManifestThatHasExpired() throws Exception {
        Manifest good = SigningKey.manifest(folder.resolve("model.onnx"), 2);
        offer(new Manifest("digits", 2, good.sha256(), good.bytes(), 0, NOW_MS, List.of()), model);
        assertRefused("expired", 2);
    }

    @Test
    void shouldRefuseAModelForOtherMachines() throws Exception {
        Manifest good = SigningKey.manifest(folder.resolve("model.onnx"), 2);
        offer(new Manifest("digits", 2, good.sha256(), good.bytes(), 0, NOW_MS + 1, List.of("linux-arm64")), model);
        assertRefused("for linux-arm64; this board is linux-x86_64", 2);
    }

    @Test
    void shouldRefuseAnotherModelAndOneThatIsTooLong() {
        Conditions others = new Conditions("faces", 1, "linux-x86_64", 1 << 20);
        assertThrows(UpdateRefusedException.class, () -> update(others).run("c", "digits", 2, NOW_MS));
        Conditions small = new Conditions("digits", 1, "linux-x86_64", model.length - 1);
        assertThrows(UpdateRefusedException.class, () -> update(small).run("c", "digits", 2, NOW_MS));
        assertTrue(host.asked.stream().noneMatch(path -> path.contains("/file")), host.asked.toString());
    }

    @Test
    void shouldRefuseAFileWithOneBitChangedAndFetchItAnewNextTime() throws Exception {
        byte[] altered = model.clone();
        altered[123_456] ^= 1;
        host.files.put("/models/digits/2/file", altered);
        assertRefused("not the one of its manifest", 2);
        host.files.put("/models/digits/2/file", model);
        assertEquals(2, run(2).version());
    }

    @Test
    void shouldRefuseAFileThatIsLonger() {
        byte[] longer = new byte[model.length + 1];
        host.files.put("/models/digits/2/file", longer);
        assertRefused("longer than", 2);
    }

    @Test
    void shouldKeepTheOldModelWhenTheNewOneDoesNotDo() throws Exception {
        refusal = "40% on the held-out set";
        assertRefused(refusal, 2);
        assertEquals(Optional.empty(), slots.start());
    }

    @Test
    void shouldRefuseASecondModelWhileOneIsOnTrial() throws Exception {
        run(2);
        UpdateRefusedException refused = assertThrows(UpdateRefusedException.class, () -> run(2));
        assertEquals("another model is still on trial", refused.getMessage());
    }
}
