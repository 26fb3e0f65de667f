package io.edgedfa.host.app;

/** Entry point of the host. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("edge-dfa-host");
    }
}
