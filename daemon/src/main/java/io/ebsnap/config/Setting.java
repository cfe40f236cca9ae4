package io.ebsnap.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One key of the configuration.
 *
 * @param section table of the file that it stands in
 * @param name its key there
 * @param fallback the default, as it would stand in the file
 * @param parser makes the value of a text (without quotes); an IllegalArgumentException says what is wrong in words that follow the
 *     key's name
 * @param <T> the type of the value
 */
record Setting<T>(String section, String name, String fallback, Function<String, T> parser) {

    private static final String ENVIRONMENT_PREFIX = "EBSNAP_";

    /** Whether its value is written in quotes. */
    boolean isText() {
        return fallback.startsWith("\"");
    }

    /** The default without quotes. */
    String fallbackText() {
        return isText() ? fallback.substring(1, fallback.length() - 1) : fallback;
    }

    /** Section and name. */
    String path() {
        return section + "." + name;
    }

    /** The environment variable that outranks the file. */
    String variable() {
        return ENVIRONMENT_PREFIX
                + path().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
