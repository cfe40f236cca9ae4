package io.ebsnap.aws.dlm;

import io.ebsnap.aws.json.JsonMembers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A length of time in the calendar.
 *
 * @param count of units
 * @param unit DLM's: {@code DAYS}, {@code WEEKS}, {@code MONTHS} or {@code YEARS}
 */
record Length(int count, String unit) {

    /** The member that has the count; the one that has the unit ends with another word. */
    static final String INTERVAL = "Interval";

    static final String UNSHARE = "UnshareInterval";

    private static final String UNIT = "Unit";
    private static final List<String> UNITS = List.of("DAYS", "WEEKS", "MONTHS", "YEARS");
    private static final int COUNT_MAX = 100_000;
    private static final int WEEK_DAYS = 7;
    private static final int YEAR_MONTHS = 12;

    /** Whether there is one. */
    static boolean isIn(JsonMembers in, String member) {
        return in.has(member);
    }

    /** What two members say. */
    static Length of(JsonMembers in, String member) {
        Integer count = in.integer(member, 1, COUNT_MAX);
        if (count == null) {
            throw DlmFaults.required(in, member);
        }
        String unit = in.text(member + UNIT);
        if (unit == null || !UNITS.contains(unit)) {
            throw in.invalid(member + UNIT, "one of " + String.join(", ", UNITS));
        }
        return new Length(count, unit);
    }

    /** Both, one behind the other; empty if days would have to be counted with months. */
    Optional<Length> plus(Length next) {
        if (unit.equals(next.unit)) {
            return Optional.of(new Length(count + next.count, unit));
        }
        Length small = small();
        Length nextSmall = next.small();
        return small.unit.equals(nextSmall.unit)
                ? Optional.of(new Length(small.count + nextSmall.count, small.unit))
                : Optional.empty();
    }

    private Length small() {
        return switch (unit) {
            case "WEEKS" -> new Length(WEEK_DAYS * count, "DAYS");
            case "YEARS" -> new Length(YEAR_MONTHS * count, "MONTHS");
            default -> this;
        };
    }

    /** As it stands in a policy. */
    String text() {
        return count + " " + unit.toLowerCase(Locale.ROOT);
    }
}
