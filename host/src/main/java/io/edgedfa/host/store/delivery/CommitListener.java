package io.edgedfa.host.store.delivery;

import java.util.List;

/** Hears what became of numbered deliveries; called on the writer's thread after the commit, must neither block nor throw. */
public interface CommitListener {
    void committed(List<Outcome> outcomes);
}
