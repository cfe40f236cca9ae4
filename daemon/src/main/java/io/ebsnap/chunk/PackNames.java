package io.ebsnap.chunk;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectName;

/** Where a pack stands in the store: {@code docs/format/store.md}. */
public final class PackNames {

    /** What the names of all packs begin with. */
    public static final String PREFIX = "packs/";

    private static final int FAN_DIGITS = 2;

    private PackNames() {}

    /** The object of a pack. */
    public static ObjectName of(PackId pack) {
        String hex = pack.hex();
        return new ObjectName(PREFIX + hex.substring(0, FAN_DIGITS) + "/" + hex);
    }

    /**
     * The pack of an object.
     *
     * @throws Failure.Corrupt if no pack has that name
     */
    public static PackId parse(ObjectName name) {
        String hex = name.value().substring(name.value().lastIndexOf('/') + 1);
        if (hex.matches("[0-9a-f]{32}")) {
            PackId pack = PackId.parse(hex);
            if (of(pack).equals(name)) {
                return pack;
            }
        }
        throw new Failure.Corrupt("object " + name + " stands among the packs and has no pack's name");
    }
}
