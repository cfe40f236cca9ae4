package io.ebsnap.aws.query;

import io.ebsnap.aws.AwsFault;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, or those below one of them. Each that is asked for counts as understood; what nobody has asked for is told at the end, and never passed
 * over in silence. For one thread.
 */
public final class Parameters {

    private static final int ITEMS_MAX = 1000;

    private final NavigableMap<String, String> values;
    private final String prefix;
    private final Set<String> understood;

    Parameters(NavigableMap<String, String> values) {
        this(values, "", new HashSet<>());
    }

    private Parameters(NavigableMap<String, String> values, String prefix, Set<String> understood) {
        this.values = values;
        this.prefix = prefix;
        this.understood = understood;
    }

    /** A text; null if it is not there. */
    public @Nullable String text(String name) {
        understood.add(prefix + name);
        return values.get(prefix + name);
    }

    /** A text that must be there, and not be empty. */
    public String required(String name) {
        String value = text(name);
        if (value == null || value.isEmpty()) {
            throw missing(prefix + name);
        }
        return value;
    }

    /** That a parameter or list must be there. */
    public static AwsFault missing(String name) {
        return AwsFault.of("MissingParameter", "The request must contain the parameter " + name);
    }

    /** That a value is not one that can be. */
    public AwsFault invalid(String name, String why) {
        return AwsFault.of(
                "InvalidParameterValue",
                "Value (" + values.get(prefix + name) + ") for parameter " + prefix + name + " is invalid. " + why);
    }

    /** {@code true} or {@code false}; null if it is not there. */
    public @Nullable Boolean flag(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, "Expected: true or false.");
        };
    }

    /** Whether it is there and {@code true}. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(flag(name));
    }

    /** A whole number within bounds; null if it is not there. */
    public @Nullable Integer number(String name, int min, int max) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        boolean fits =
                value.matches("-?[0-9]{1,9}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max;
        if (!fits) {
            throw invalid(name, "Expected: a whole number from " + min + " to " + max + ".");
        }
        return Integer.valueOf(value);
    }

    /** A time of ISO 8601; null if it is not there. */
    public @Nullable Instant time(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            throw invalid(name, "Expected: a time such as 2030-01-01T00:00:00Z.");
        }
    }

    /** The texts {@code NAME.1}, {@code NAME.2} and so on, by their numbers. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (int number : numbers(name)) {
            String value = text(name + "." + number);
            if (value != null) {
                texts.add(value);
            }
        }
        return List.copyOf(texts);
    }

    /** What is below {@code NAME.1}, {@code NAME.2} and so on, by their numbers. */
    public List<Parameters> groups(String name) {
        return numbers(name).stream()
                .map(number -> new Parameters(values, prefix + name + "." + number + ".", understood))
                .toList();
    }

    /** What is below a name. */
    public Parameters below(String name) {
        return new Parameters(values, prefix + name + ".", understood);
    }

    /** Whether something is there, or below it. */
    public boolean has(String name) {
        String key = prefix + name;
        String next = values.ceilingKey(key + ".");
        return values.containsKey(key) || (next != null && next.startsWith(key + "."));
    }

    private Set<Integer> numbers(String name) {
        String start = prefix + name + ".";
        Set<Integer> numbers = new TreeSet<>();
        for (String key : values.tailMap(start, false).keySet()) {
            if (!key.startsWith(start)) {
                break;
            }
            String number = key.substring(start.length()).split("\\.", 2)[0];
            if (number.matches("[1-9][0-9]{0,8}")) {
                numbers.add(Integer.valueOf(number));
            }
        }
        if (numbers.size() > ITEMS_MAX) {
            throw AwsFault.of(
                    "RequestResourceCountExceeded", "There are more than " + ITEMS_MAX + " of " + prefix + name);
        }
        return numbers;
    }

    /**
     * To be called when everything was asked for that is understood.
     *
     * @throws AwsFault if there is more
     */
    public void requireUnderstood() {
        Set<String> others = new TreeSet<>(values.keySet());
        others.removeAll(understood);
        if (!others.isEmpty()) {
            throw AwsFault.of(
                    "UnknownParameter", "The parameter " + others.iterator().next() + " is not recognized");
        }
    }
}
