package io.edgedfa.network.weight;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** How the values of a weight or feedback matrix are drawn. */
@FunctionalInterface
public interface Initializer {

    /** What {@link #named} knows. */
    List<String> NAMES = List.of("lecun", "xavier", "he", "kaiming-uniform", "framework", "orthogonal", "sparse", "sparse:SHARE", "zeros");

    /** The gain that rectifiers want (He et al. 2015, arXiv 1502.01852). */
    double RECTIFIER_GAIN = Math.sqrt(2);

    /**
     * Draws a matrix.
     *
     * @param fans   the matrix's size and what sets its scale
     * @param gain   factor on the values where the initializer has one; 1 for none
     * @param random consumed in row-major order
     * @return {@code [rows, columns]}, row-major
     */
    float[] draw(Fans fans, double gain, RandomGenerator random);

    /** Normal with variance {@code 1 / in} (LeCun et al. 1998, Efficient BackProp). */
    Initializer LECUN = (fans, gain, random) -> normal(fans, Math.sqrt(1.0 / fans.in()), random);

    /** Uniform in {@code +-sqrt(6 / (in + out))} (Glorot and Bengio 2010). */
    Initializer XAVIER = (fans, gain, random) -> uniform(fans, Math.sqrt(6.0 / (fans.in() + fans.out())), random);

    /** Normal with variance {@code 2 / in} (He et al. 2015, arXiv 1502.01852). */
    Initializer HE = (fans, gain, random) -> normal(fans, Math.sqrt(2.0 / fans.in()), random);

    /**
     * Uniform in {@code +-gain * sqrt(3 / in)} (He et al. 2015). With the rectifiers' gain, a feedback matrix from 10 classes
     * to 1000 units has fan-in 1000 and the bound 0.0775.
     */
    Initializer KAIMING_UNIFORM = (fans, gain, random) -> uniform(fans, gain * Math.sqrt(3.0 / fans.in()), random);

    /** Uniform in {@code +-1 / sqrt(in)}: what the common frameworks do unless told otherwise. */
    Initializer FRAMEWORK = (fans, gain, random) -> uniform(fans, 1 / Math.sqrt(fans.in()), random);

    /** {@code gain} times a random matrix with orthonormal rows or columns, whichever are fewer (Saxe et al. 2013, arXiv 1312.6120). */
    Initializer ORTHOGONAL = (fans, gain, random) -> Orthogonal.draw(fans, gain, random);

    /** All zeros (possible with direct feedback alignment: Nøkland 2016, arXiv 1609.01596). */
    Initializer ZEROS = (fans, gain, random) -> new float[fans.rows() * fans.columns()];

    /**
     * Normal values and, in every column, a fixed number of zeros at random places (Martens 2010). The variance
     * {@code 2 / (in * (1 - share))} makes up for the zeros.
     *
     * @param share of zeros in each column, rounded up to whole values, but at least one value stays; 0 to below 1
     */
    static Initializer sparse(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("share " + share + " of zeros must be at least 0 and below 1");
        }
        return (fans, gain, random) -> {
            int zeros = Math.min(fans.rows() - 1, (int) Math.ceil(share * fans.rows() - 1e-9));
            double variance = 2.0 / fans.in() * fans.rows() / (fans.rows() - zeros);
            float[] values = normal(fans, Math.sqrt(variance), random);
            for (int column = 0; column < fans.columns(); column++) {
                // The first steps of a shuffle choose the rows.
                int[] rows = IntStream.range(0, fans.rows()).toArray();
                for (int i = 0; i < zeros; i++) {
                    int chosen = i + random.nextInt(fans.rows() - i);
                    values[rows[chosen] * fans.columns() + column] = 0;
                    rows[chosen] = rows[i];
                }
            }
            return values;
        };
    }

    /** Share of zeros of {@code sparse}. */
    double USUAL_SHARE = 0.5;

    /** The initializer of a name. @throws IllegalArgumentException for another name; the message lists these */
    static Initializer named(String name) {
        if (name.startsWith("sparse:")) {
            try {
                return sparse(Double.parseDouble(name.substring("sparse:".length())));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("share of zeros in '" + name + "' must be a number from 0 to below 1", e);
            }
        }
        return switch (name) {
            case "lecun" -> LECUN;
            case "xavier" -> XAVIER;
            case "he" -> HE;
            case "kaiming-uniform" -> KAIMING_UNIFORM;
            case "framework" -> FRAMEWORK;
            case "orthogonal" -> ORTHOGONAL;
            case "sparse" -> sparse(USUAL_SHARE);
            case "zeros" -> ZEROS;
            default -> throw new IllegalArgumentException("initializer '" + name + "' is unknown; allowed: " + String.join(", ", NAMES));
        };
    }

    private static float[] uniform(Fans fans, double bound, RandomGenerator random) {
        float[] values = new float[fans.rows() * fans.columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
        }
        return values;
    }

    private static float[] normal(Fans fans, double deviation, RandomGenerator random) {
        float[] values = new float[fans.rows() * fans.columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }
}
