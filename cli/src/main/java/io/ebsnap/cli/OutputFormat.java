package io.ebsnap.cli;

import java.util.Locale;

/** For whom the output is. */
enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs, in the shapes of EC2's describe calls. */
    JSON;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
