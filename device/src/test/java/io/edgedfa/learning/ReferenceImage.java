package io.edgedfa.learning;

/**
 * An image in double precision and what layers do to it, by plain loops. Windows are {@code {height, width, stride downwards,
 * stride to the right, top, left, bottom, right}}, of convolutions also {@code dilation downwards, dilation to the right, groups}.
 *
 * @param v row by row, channel after channel
 */
record ReferenceImage(int channels, int height, int width, double[] v) {

    ReferenceImage(int channels, int height, int width) {
        this(channels, height, width, new double[channels * height * width]);
    }

    private int at(int channel, int row, int column) {
        return (channel * height + row) * width + column;
    }

    private boolean has(int row, int column) {
        return row >= 0 && row < height && column >= 0 && column < width;
    }

    private ReferenceImage under(int outChannels, int... w) {
        int rows = (w[0] - 1) * more(w, 8) + 1;
        int columns = (w[1] - 1) * more(w, 9) + 1;
        return new ReferenceImage(outChannels, (height + w[4] + w[6] - rows) / w[2] + 1, (width + w[5] + w[7] - columns) / w[3] + 1);
    }

    private static int more(int[] w, int index) {
        return w.length > index ? w[index] : 1;
    }

    /** Weight {@code [out][in / groups][height][width]}. */
    ReferenceImage conv(double[] weight, double[] bias, int... w) {
        ReferenceImage y = under(bias.length, w);
        int seen = channels / more(w, 10);
        for (int o = 0; o < bias.length; o++) {
            for (int i = 0; i < y.height; i++) {
                for (int j = 0; j < y.width; j++) {
                    double sum = bias[o];
                    for (int c = 0; c < seen; c++) {
                        for (int p = 0; p < w[0]; p++) {
                            for (int q = 0; q < w[1]; q++) {
                                int row = i * w[2] + p * more(w, 8) - w[4];
                                int column = j * w[3] + q * more(w, 9) - w[5];
                                int from = o / (bias.length / more(w, 10)) * seen + c;
                                sum += has(row, column) ? weight[((o * seen + c) * w[0] + p) * w[1] + q] * v[at(from, row, column)] : 0;
                            }
                        }
                    }
                    y.v[y.at(o, i, j)] = sum;
                }
            }
        }
        return y;
    }

    /** Weight {@code [in][out][height][width]}; each value stamps the kernel, times itself, onto the result. */
    ReferenceImage transposedConv(double[] weight, double[] bias, int extraHeight, int extraWidth, int... w) {
        ReferenceImage y = new ReferenceImage(bias.length, (height - 1) * w[2] + w[0] - w[4] - w[6] + extraHeight,
                (width - 1) * w[3] + w[1] - w[5] - w[7] + extraWidth);
        for (int o = 0; o < bias.length; o++) {
            for (int i = 0; i < y.height * y.width; i++) {
                y.v[o * y.height * y.width + i] = bias[o];
            }
        }
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    for (int o = 0; o < bias.length; o++) {
                        for (int p = 0; p < w[0]; p++) {
                            for (int q = 0; q < w[1]; q++) {
                                int row = i * w[2] + p - w[4];
                                int column = j * w[3] + q - w[5];
                                if (y.has(row, column)) {
                                    y.v[y.at(o, row, column)] += v[at(c, i, j)] * weight[((c * bias.length + o) * w[0] + p) * w[1] + q];
                                }
                            }
                        }
                    }
                }
            }
        }
        return y;
    }

    ReferenceImage maxPool(int... w) {
        return pool(true, w);
    }

    /** Zeros of the padding counted. */
    ReferenceImage averagePool(int... w) {
        return pool(false, w);
    }

    private ReferenceImage pool(boolean largest, int... w) {
        ReferenceImage y = under(channels, w);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < y.height; i++) {
                for (int j = 0; j < y.width; j++) {
                    double max = Double.NEGATIVE_INFINITY;
                    double sum = 0;
                    for (int row = i * w[2] - w[4]; row < i * w[2] - w[4] + w[0]; row++) {
                        for (int column = j * w[3] - w[5]; column < j * w[3] - w[5] + w[1]; column++) {
                            if (has(row, column)) {
                                max = Math.max(max, v[at(c, row, column)]);
                                sum += v[at(c, row, column)];
                            }
                        }
                    }
                    y.v[y.at(c, i, j)] = largest ? max : sum / (w[0] * w[1]);
                }
            }
        }
        return y;
    }

    ReferenceImage normalize(double[] scale, double[] shift, double[] mean, double[] variance, double epsilon) {
        ReferenceImage y = new ReferenceImage(channels, height, width);
        for (int i = 0; i < v.length; i++) {
            int c = i / (height * width);
            y.v[i] = (v[i] - mean[c]) / Math.sqrt(variance[c] + epsilon) * scale[c] + shift[c];
        }
        return y;
    }

    ReferenceImage clip(double least, double most) {
        ReferenceImage y = new ReferenceImage(channels, height, width);
        for (int i = 0; i < v.length; i++) {
            y.v[i] = Math.max(least, Math.min(most, v[i]));
        }
        return y;
    }

    ReferenceImage plus(ReferenceImage other) {
        ReferenceImage y = new ReferenceImage(channels, height, width);
        for (int i = 0; i < v.length; i++) {
            y.v[i] = v[i] + other.v[i];
        }
        return y;
    }

    ReferenceImage activate(String name) {
        return new ReferenceImage(channels, height, width, Reference.activate(name, v));
    }
}
