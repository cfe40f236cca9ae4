package io.ebsnap.cli;

import io.ebsnap.api.Key;
import java.util.List;

/** Keys as people see them. */
final class KeyViews {

    private KeyViews() {}

    static Table list(List<Key> keys) {
        Table table = Table.of("KEY", "STATE", ">VERSION", "CREATED", "ALIASES", "DESCRIPTION");
        for (Key key : keys) {
            table.row(
                    key.keyId(),
                    key.keyState(),
                    Integer.toString(key.currentVersion()),
                    Human.time(key.creationDate()),
                    String.join(" ", key.aliases()),
                    key.description());
        }
        return table;
    }
}
