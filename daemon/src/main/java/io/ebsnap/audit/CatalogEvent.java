package io.ebsnap.audit;

import java.util.List;
import java.util.Map;

/**
 * What a change of a record means to people.
 *
 * @param action what happened, in EC2's words where it has them
 * @param result what came of it: a state, or {@code succeeded}
 * @param message why, where there is something to say
 * @param resources ids
 * @param details what tells more
 */
record CatalogEvent(String action, String result, String message, List<String> resources, Map<String, String> details) {

    static CatalogEvent of(String action, String result, String... resources) {
        return new CatalogEvent(action, result, "", List.of(resources), Map.of());
    }

    CatalogEvent because(String why) {
        return new CatalogEvent(action, result, why, resources, details);
    }

    CatalogEvent with(Map<String, String> more) {
        return new CatalogEvent(action, result, message, resources, more);
    }

    AuditLine.Outcome outcome() {
        return new AuditLine.Outcome(result, message);
    }
}
