package io.ebsnap.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who does what to what.
 *
 * @param principal who
 * @param ownerId the 12-digit account that sees it, beside the administrator; empty if none does
 * @param action of a request its name; of an event what happened
 * @param resources ids, at most {@value #RESOURCES_MAX}
 * @param details texts by name, in the order of the names; longer ones than {@value #TEXT_CHARS_MAX} characters are cut, and at most {@value #DETAILS_MAX} are kept
 */
public record Deed(
        Principal principal, String ownerId, String action, List<String> resources, Map<String, String> details) {

    static final int RESOURCES_MAX = 64;
    static final int DETAILS_MAX = 64;
    static final int TEXT_CHARS_MAX = 256;
    private static final int BRIEF = 8;

    public Deed {
        resources = resources.stream()
                .distinct()
                .limit(RESOURCES_MAX)
                .map(Deed::cut)
                .toList();
        Map<String, String> kept = new TreeMap<>();
        details.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(DETAILS_MAX)
                .forEach(detail -> kept.put(cut(detail.getKey()), cut(detail.getValue())));
        details = Collections.unmodifiableMap(kept);
    }

    /** The same to something else too. */
    public Deed with(List<String> more) {
        List<String> all = new ArrayList<>(resources);
        all.addAll(more);
        return new Deed(principal, ownerId, action, all, details);
    }

    /** The same with other details. */
    public Deed with(Map<String, String> others) {
        return new Deed(principal, ownerId, action, resources, others);
    }

    /** As much of it as always goes into a line. */
    Deed brief() {
        return new Deed(
                principal,
                ownerId,
                action,
                resources.subList(0, Math.min(BRIEF, resources.size())),
                Map.of("Cut", "too long"));
    }

    static String cut(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX - 3) + "...";
    }
}
