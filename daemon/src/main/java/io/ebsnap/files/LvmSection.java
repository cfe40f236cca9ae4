package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A section of LVM's text metadata: {@code name = value} and {@code name { ... }}, where a value is a text, a number or a list of those. What a stranger wrote
 * is bounded in depth here, and in length by who reads it.
 *
 * @param values text, {@link Long}, or a list of both
 * @param sections in the order of the text
 */
record LvmSection(Map<String, Object> values, Map<String, LvmSection> sections) {

    /** Reads a text. */
    static LvmSection parse(String text) {
        return new Parser(text).section(0);
    }

    String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    long number(String name) {
        if (values.get(name) instanceof Long number) {
            return number;
        }
        throw new Failure.Corrupt("LVM's metadata has no number '" + name + "'");
    }

    List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    Map<String, LvmSection> within(String name) {
        LvmSection inner = sections.get(name);
        return inner == null ? Map.of() : inner.sections();
    }

    private static final class Parser {

        private static final int DEPTH_MAX = 8;

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        LvmSection section(int depth) {
            if (depth > DEPTH_MAX) {
                throw wrong("too deep");
            }
            Map<String, Object> values = new LinkedHashMap<>();
            Map<String, LvmSection> sections = new LinkedHashMap<>();
            for (Optional<String> name = name(); name.isPresent(); name = name()) {
                if (next('{')) {
                    sections.put(name.get(), section(depth + 1));
                    if (!next('}')) {
                        throw wrong("no end of '" + name.get() + "'");
                    }
                } else if (next('=')) {
                    values.put(name.get(), value());
                } else {
                    throw wrong("neither value nor section behind '" + name.get() + "'");
                }
            }
            if (depth == 0 && at < text.length()) {
                throw wrong("something unexpected");
            }
            return new LvmSection(values, sections);
        }

        private Optional<String> name() {
            skip();
            int start = at;
            while (at < text.length() && isOfName(text.charAt(at))) {
                at++;
            }
            return at == start ? Optional.empty() : Optional.of(text.substring(start, at));
        }

        private static boolean isOfName(char character) {
            return Character.isLetterOrDigit(character) || "_.+-".indexOf(character) >= 0;
        }

        private Object value() {
            if (!next('[')) {
                return scalar();
            }
            List<Object> list = new ArrayList<>();
            while (!next(']')) {
                list.add(scalar());
                boolean unused = next(',');
            }
            return list;
        }

        private Object scalar() {
            return next('"') ? quoted() : number();
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
                at++;
            }
            if (at == text.length()) {
                throw wrong("a text without an end");
            }
            at++;
            return value.toString();
        }

        private Long number() {
            String digits = name().orElseThrow(() -> wrong("no value"));
            try {
                return Long.valueOf(digits);
            } catch (NumberFormatException e) {
                throw wrong("no number: '" + digits + "'");
            }
        }

        private boolean next(char wanted) {
            skip();
            boolean there = at < text.length() && text.charAt(at) == wanted;
            at += there ? 1 : 0;
            return there;
        }

        private void skip() {
            while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
                if (text.charAt(at) == '#') {
                    int end = text.indexOf('\n', at);
                    at = end < 0 ? text.length() : end;
                } else {
                    at++;
                }
            }
        }

        private Failure.Corrupt wrong(String what) {
            return new Failure.Corrupt("LVM's metadata is not understood at character " + at + ": " + what);
        }
    }
}
