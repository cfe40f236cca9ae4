package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import java.util.regex.Pattern;

/** What volumes may be called, and what is a device. */
final class VolumeRules {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._+@:-]{0,63}");

    private VolumeRules() {}

    /** Whether a text is a path or a URI, not a name. */
    static boolean isDevice(String text) {
        return text.startsWith("/") || text.contains("://");
    }

    static void checkName(String name) {
        if (name.isEmpty()) {
            return;
        }
        if (!NAME.matcher(name).matches() || isDevice(name) || VolumeId.isValid(name) || SnapshotId.isValid(name)) {
            throw new Failure.Invalid(
                    "'" + name + "' cannot be a volume's name",
                    "a name has 1 to 64 letters, digits, spaces and ._+@:- , begins with a letter or digit and is no id");
        }
    }
}
