package io.edgedfa.device.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.update.ModelSlots.Installed;
import io.edgedfa.device.update.ModelSlots.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSlotsTest {
    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();
    private SigningKey key;
    private TrustedKeys trusted;

    @BeforeEach
    void makeKey() throws Exception {
        key = new SigningKey();
        trusted = TrustedKeys.read(List.of(key.write(folder.resolve("key.pem"))));
    }

    /** As after a restart of the process. */
    private ModelSlots slots() throws IOException {
        return new ModelSlots(folder.resolve("slots"), trusted, notes::add);
    }

    private Manifest install(ModelSlots slots, long version) throws Exception {
        Path model = Files.writeString(folder.resolve("model"), "model version " + version);
        Manifest manifest = SigningKey.manifest(model, version);
        Files.copy(model, slots.part(manifest));
        slots.install(key.sign(manifest), manifest);
        return manifest;
    }

    private String content(Optional<Installed> installed) throws IOException {
        return installed.isEmpty() ? "factory" : Files.readString(installed.get().file());
    }

    @Test
    void shouldTakeTheBoardsOwnModelAtFirst() throws Exception {
        assertEquals(Optional.empty(), slots().start());
        assertEquals(List.of(), notes);
    }

    @Test
    void shouldNotTakeWhatIsInstalledBeforeItIsTriedOut() throws Exception {
        install(slots(), 2);
        assertEquals(Optional.empty(), slots().start());
    }

    @Test
    void shouldTakeAModelOnTrialAndKeepItOnceConfirmed() throws Exception {
        ModelSlots slots = slots();
        Manifest manifest = install(slots, 2);
        slots.tryOut("c1");
        assertEquals(new Installed(folder.resolve("slots/slot-a.onnx"), manifest, true), slots().start().orElseThrow());
        ModelSlots running = slots();
        running.start();
        running.confirm(manifest);
        assertEquals(Optional.of(new Outcome("c1", true, "confirmed")), slots().outcome());
        for (int i = 0; i < 5; i++) {
            assertEquals("model version 2", content(slots().start()));
        }
        assertEquals(2, slots().highest());
    }

    @Test
    void shouldGoBackAfterThreeStartsWithoutConfirmation() throws Exception {
        ModelSlots slots = slots();
        confirm(slots, 2);
        install(slots, 3);
        slots.tryOut("c2");
        for (int start = 1; start <= ModelSlots.MAX_STARTS; start++) {
            assertEquals("model version 3", content(slots().start()), "start " + start);
        }
        assertEquals("model version 2", content(slots().start()));
        assertEquals(Optional.of(new Outcome("c2", false, "not confirmed after 3 starts")), slots().outcome());
        assertEquals(2, slots().highest(), "so that it can be tried again");
        assertFalse(slots().onTrial());
    }

    private void confirm(ModelSlots slots, long version) throws Exception {
        Manifest manifest = install(slots, version);
        slots.tryOut("");
        slots.start();
        slots.confirm(manifest);
    }

    @Test
    void shouldNeverWriteOverTheModelInUse() throws Exception {
        ModelSlots slots = slots();
        for (long version = 2; version < 6; version++) {
            String before = content(slots().start());
            Manifest manifest = install(slots, version);
            assertEquals(before, content(slots().start()));
            slots.tryOut("");
            slots.confirm(manifest);
        }
    }

    @Test
    void shouldGoBackWhenTheFileIsDamaged() throws Exception {
        ModelSlots slots = slots();
        confirm(slots, 2);
        confirm(slots, 3);
        Files.writeString(folder.resolve("slots/slot-b.onnx"), "model version X");
        assertEquals("model version 2", content(slots().start()));
        assertEquals("model version 2", content(slots().start()), "and stays there");
        Files.delete(folder.resolve("slots/slot-a.onnx"));
        assertEquals("factory", content(slots().start()));
        assertEquals(2, notes.size(), notes.toString());
    }

    @Test
    void shouldGoBackWhenTheManifestIsOfAKeyNoLongerTrusted() throws Exception {
        confirm(slots(), 2);
        trusted = TrustedKeys.read(List.of(new SigningKey().write(folder.resolve("other.pem"))));
        assertEquals("factory", content(slots().start()));
    }

    @Test
    void shouldTakeTheBoardsOwnModelWhenTheStateIsDamaged() throws Exception {
        confirm(slots(), 2);
        Files.writeString(folder.resolve("slots/slots.json"), "{\"active\":\"C\"");
        assertEquals("factory", content(slots().start()));
        assertTrue(notes.get(0).contains("slots.json is damaged"), notes.toString());
    }

    @Test
    void shouldRefuseAndDeleteAFileOfTheRightLengthThatIsNotTheOneSigned() throws Exception {
        ModelSlots slots = slots();
        Manifest manifest = SigningKey.manifest(Files.writeString(folder.resolve("model"), "model"), 2);
        Files.writeString(slots.part(manifest), "ledom");
        assertThrows(UpdateRefusedException.class, () -> slots.install(key.sign(manifest), manifest));
        assertFalse(Files.exists(slots.part(manifest)));
    }

    @Test
    void shouldKeepOnlyThePartOfTheModelThatIsWanted() throws Exception {
        ModelSlots slots = slots();
        Manifest one = SigningKey.manifest(Files.writeString(folder.resolve("one"), "one"), 2);
        Manifest two = SigningKey.manifest(Files.writeString(folder.resolve("two"), "two"), 2);
        Files.writeString(slots.part(one), "o");
        assertTrue(Files.exists(slots.part(one)));
        slots.part(two);
        assertFalse(Files.exists(folder.resolve("slots").resolve(one.sha256() + ".part")));
    }

    /** Every prefix of the changes that installing and trying out make to the folder, as a loss of power would leave it. */
    @Test
    void shouldTakeTheOldOrTheNewModelWhereverItIsInterrupted() throws Exception {
        confirm(slots(), 2);
        confirm(slots(), 3); // so that the free slot has an older model
        Path model = Files.writeString(folder.resolve("model"), "model version 4");
        Manifest manifest = SigningKey.manifest(model, 4);
        SignedManifest signed = key.sign(manifest);
        List<Step> steps = List.of(
                slots -> Files.writeString(slots.part(manifest), "model ver"),
                slots -> Files.copy(model, slots.part(manifest), java.nio.file.StandardCopyOption.REPLACE_EXISTING),
                slots -> Files.delete(folder.resolve("slots/slot-a.manifest")),
                slots -> Files.move(slots.part(manifest), folder.resolve("slots/slot-a.onnx"), java.nio.file.StandardCopyOption.REPLACE_EXISTING),
                slots -> Files.write(folder.resolve("slots/slot-a.manifest"), signed.json()));
        for (Step step : steps) {
            step.on(slots());
            assertEquals("model version 3", content(slots().start()));
        }
        slots().tryOut("c");
        assertEquals("model version 4", content(slots().start()));
        assertEquals(List.of(), notes);
    }

    private interface Step {
        void on(ModelSlots slots) throws IOException;
    }
}
