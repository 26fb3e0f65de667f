package io.edgedfa.device.store;

/**
 * The model that learning started from.
 *
 * @param sha256  of the model file; this alone tells two models apart
 * @param modelId the model's name
 * @param version the model's version
 * @param path    where the file was read from
 */
public record Factory(String sha256, String modelId, long version, String path) {
    private static final int MAX_LENGTH = 4096;

    /** @throws IllegalArgumentException if a text is empty or longer than 4096 characters */
    public Factory {
        check("sha256", sha256);
        check("modelId", modelId);
        check("path", path);
    }

    private static void check(String name, String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    name + " has " + value.length() + " characters, allowed: 1 to " + MAX_LENGTH);
        }
    }
}
