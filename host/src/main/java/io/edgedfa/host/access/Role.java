package io.edgedfa.host.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a token lets its holder do. */
public enum Role {
    /** Look at everything. */
    READ,
    /** Look at everything and send commands. */
    OPERATE;

    /** Whether this role may do what another one may. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** As people write it: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming the value and what is allowed */
    public static Role of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("role is '" + word + "'; allowed are "
                + Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", ")));
    }
}
