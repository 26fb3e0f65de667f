package io.edgedfa.engine.cuda;

import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.engine.Residence;
import io.edgedfa.engine.State;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The states of some replicas in a card's memory, for as long as programs use them; each tensor as {@code [replicas, ...]}. */
final class CardStates {
    private final Card card;
    private final List<State> states;
    private final Map<String, Long> addresses = new LinkedHashMap<>();
    private int users;

    /** One replica's share. */
    private final class Share implements Residence {
        private final int replica;

        Share(int replica) {
            this.replica = replica;
        }

        CardStates owner() {
            return CardStates.this;
        }

        @Override
        public void fetch(String name, FloatBuffer target) {
            card.download(target, addressOf(name), bytes(name));
        }

        @Override
        public void put(String name, FloatBuffer source) {
            card.upload(addressOf(name), source, bytes(name));
        }

        private long addressOf(String name) {
            return address(name) + replica * bytes(name);
        }
    }

    private CardStates(Card card, List<State> states) {
        this.card = card;
        this.states = states;
    }

    /**
     * Brings states to a card, or finds them there.
     *
     * @throws OutOfMemoryException when there is no room
     * @throws EngineException      when they are in another place, or there with others
     */
    static CardStates of(Card card, List<State> states) {
        if (states.stream().allMatch(state -> state.residence() == null)) {
            CardStates fresh = new CardStates(card, List.copyOf(states));
            fresh.bring();
            fresh.users = 1;
            return fresh;
        }
        if (states.get(0).residence() instanceof Share share && share.owner().card == card && share.owner().states.equals(states)) {
            share.owner().users++;
            return share.owner();
        }
        throw new EngineException("the state is in another engine's memory, or there with other replicas; close those programs first");
    }

    private void bring() {
        try {
            for (String name : states.get(0).names()) {
                long address = card.allocate(bytes(name) * states.size());
                if (address == 0) {
                    long needed = states.get(0).names().stream().mapToLong(this::bytes).sum() * states.size();
                    long held = addresses.keySet().stream().mapToLong(this::bytes).sum() * states.size();
                    throw new OutOfMemoryException("the state of " + states.size() + " replicas", needed, card.freeBytes() + held);
                }
                addresses.put(name, address);
            }
        } catch (RuntimeException e) {
            addresses.values().forEach(card::free);
            throw e;
        }
        for (int replica = 0; replica < states.size(); replica++) {
            Share share = new Share(replica);
            State state = states.get(replica);
            state.names().forEach(name -> share.put(name, state.currentBuffer(name)));
            state.moveTo(share);
        }
    }

    private long bytes(String name) {
        return (long) states.get(0).elements(name) * Float.BYTES;
    }

    /** Of the first replica's values. */
    long address(String name) {
        return addresses.get(name);
    }

    /** The last user brings the values home. */
    void release() {
        users--;
        if (users == 0) {
            for (State state : states) {
                state.names().forEach(name -> state.residence().fetch(name, state.currentBuffer(name)));
                state.moveTo(null);
            }
            addresses.values().forEach(card::free);
        }
    }
}
