package io.edgedfa.device.app;

/** Entry point of the board process. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("edge-dfa-device");
    }
}
