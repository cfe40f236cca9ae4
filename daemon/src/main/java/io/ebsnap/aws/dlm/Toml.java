package io.ebsnap.aws.dlm;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the document of a policy, line by line. For one thread. */
final class Toml {

    private static final char FIRST_PRINTABLE = ' ';
    private static final char DELETE = '\u007f';

    private final StringBuilder text = new StringBuilder();

    /** Begins a table. */
    Toml table(String path) {
        text.append(text.isEmpty() ? "[" : "\n[").append(path).append("]\n");
        return this;
    }

    Toml add(String key, String value) {
        return line(key, quoted(value));
    }

    Toml add(String key, long value) {
        return line(key, String.valueOf(value));
    }

    Toml add(String key, boolean value) {
        return line(key, String.valueOf(value));
    }

    Toml add(String key, List<String> values) {
        return line(key, values.stream().map(Toml::quoted).collect(Collectors.joining(", ", "[", "]")));
    }

    /** With a key that may be anything. */
    Toml addQuoted(String key, String value) {
        return line(quoted(key), quoted(value));
    }

    private Toml line(String key, String value) {
        text.append(key).append(" = ").append(value).append('\n');
        return this;
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || c == DELETE) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** All of it. */
    @Override
    public String toString() {
        return text.toString();
    }
}
