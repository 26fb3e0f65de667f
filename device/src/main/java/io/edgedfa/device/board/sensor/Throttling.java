package io.edgedfa.device.board.sensor;

/**
 * What holds a Raspberry Pi back, as its firmware says it.
 *
 * <p>Source: "vcgencmd, get_throttled" in Raspberry Pi's documentation. What was seen counts since the firmware was last
 * told to forget; Linux's driver {@code raspberrypi-hwmon} tells it so whenever it polls, every 2 s.
 *
 * @param bits 0 to 0xffffffff; 0: nothing holds it back
 */
public record Throttling(long bits) {
    private static final int SEEN = 16;

    public Throttling {
        if (bits < 0 || bits > 0xffff_ffffL) {
            throw new IllegalArgumentException("bits = 0x%x, allowed: 0 to 0xffffffff".formatted(bits));
        }
    }

    /** The supply is too weak now. */
    public boolean underVoltage() {
        return bit(0);
    }

    /** The clock of the ARM cores is limited now. */
    public boolean frequencyCapped() {
        return bit(1);
    }

    /** The board is slowed down now. */
    public boolean throttled() {
        return bit(2);
    }

    /** The board is so hot now that its clock and voltage are lowered. */
    public boolean softTemperatureLimit() {
        return bit(3);
    }

    public boolean underVoltageSeen() {
        return bit(SEEN);
    }

    public boolean frequencyCappedSeen() {
        return bit(SEEN + 1);
    }

    public boolean throttledSeen() {
        return bit(SEEN + 2);
    }

    public boolean softTemperatureLimitSeen() {
        return bit(SEEN + 3);
    }

    private boolean bit(int number) {
        return (bits >> number & 1) != 0;
    }
}
