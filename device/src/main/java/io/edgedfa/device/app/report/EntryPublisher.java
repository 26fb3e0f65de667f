package io.edgedfa.device.app.report;

import io.edgedfa.device.agent.Report;
import io.edgedfa.device.agent.StoreListener;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.telemetry.EdgeNode;
import io.edgedfa.text.Printable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Tells the host what the store has taken in, and what it has not; events and answers also the operator. */
public final class EntryPublisher implements StoreListener {
    private final EdgeNode node;
    private final PrintStream out;

    /** @param node publishes to the host @param out takes what the operator reads */
    public EntryPublisher(EdgeNode node, PrintStream out) {
        this.node = node;
        this.out = out;
    }

    @Override
    public void committed(long store, Entry entry) {
        if (entry.kind() == Entry.Kind.EVENT) {
            Event event = entry.event();
            out.printf("event %d %s: %s%n", event.number(), event.kind(), Printable.text(event.text()));
        } else if (entry.kind() == Entry.Kind.ANSWER) {
            out.println("command " + Printable.text(new String(entry.body(), StandardCharsets.UTF_8).replace('\n', ' ')));
        }
        node.publish(OutboxDelivery.outgoing(store, entry));
    }

    @Override
    public void unkept(Report unkept) {
        node.report(unkept.learner());
        node.reportNode(unkept.machine());
    }
}
