package io.edgedfa.emulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A board learns what this machine would have learned. */
class ArmAgreementIT {
    /** Of sums taken in another order, after 100 steps. */
    private static final float TOLERANCE = 1e-4f;
    private static final String SEED = "1";

    @TempDir
    Path folder;

    @Test
    void shouldEndWithTheSameParametersWhenTheBoardIsArm() throws Exception {
        EmulatedBoard board = EmulatedBoard.needed();
        Path here = folder.resolve("here.json");
        Path there = folder.resolve("there.json");
        board.run(List.of(), Trainings.class, List.of(there.toString(), SEED));
        Trainings.main(new String[] {here.toString(), SEED});
        Map<String, float[]> expected = read(here);
        Map<String, float[]> actual = read(there);
        assertEquals(expected.keySet(), actual.keySet());
        String worst = "";
        float largest = -1;
        for (Map.Entry<String, float[]> parameter : expected.entrySet()) {
            float difference = difference(parameter.getValue(), actual.get(parameter.getKey()));
            if (difference > largest) {
                largest = difference;
                worst = parameter.getKey();
            }
        }
        System.out.println("an emulated ARM board and this machine differ by at most " + largest + ", in " + worst);
        assertTrue(largest <= TOLERANCE, worst + " differs by " + largest);
    }

    private static Map<String, float[]> read(Path file) throws IOException {
        return new Gson().fromJson(Files.readString(file), new TypeToken<Map<String, float[]>>() {}.getType());
    }

    private static float difference(float[] one, float[] other) {
        assertEquals(one.length, other.length);
        float largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }
}
