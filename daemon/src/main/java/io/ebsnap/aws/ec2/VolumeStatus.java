package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.aws.AwsFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a volume is, in EC2's words.
 *
 * @param status {@code ok}; {@code impaired} if it cannot be used or some of its content cannot be read; {@code insufficient-data} while it is made or deleted
 * @param details what was looked at
 */
record VolumeStatus(String status, List<Detail> details) {

    static final String NOT_APPLICABLE = "not-applicable";

    private static final String STATUS = "volume-status.status";
    private static final String DETAILS_NAME = "volume-status.details-name";
    private static final String DETAILS_STATUS = "volume-status.details-status";
    private static final Set<String> FILTERS = Set.of(STATUS, DETAILS_NAME, DETAILS_STATUS);

    VolumeStatus {
        details = List.copyOf(details);
    }

    /** One of what was looked at, and how it is. */
    record Detail(String name, String status) {}

    static VolumeStatus of(Volume volume) {
        ServedVolume served = volume.served();
        String status = status(volume);
        List<Detail> details = new ArrayList<>();
        details.add(new Detail("io-enabled", status.equals("impaired") ? "failed" : "passed"));
        details.add(new Detail("io-performance", NOT_APPLICABLE));
        if (served != null && served.snapshotId() != null) {
            details.add(new Detail(
                    "initialization-state", served.hydration().isCompleted() ? "completed" : "initializing"));
        }
        return new VolumeStatus(status, details);
    }

    private static String status(Volume volume) {
        ServedVolume served = volume.served();
        return switch (volume.state()) {
            case "creating", "deleting" -> "insufficient-data";
            case "error" -> "impaired";
            default -> served != null && served.hydration().isImpaired() ? "impaired" : "ok";
        };
    }

    /** Nothing if there is such a filter of it. */
    static void requireKnown(String filter) {
        if (!FILTERS.contains(filter)) {
            throw AwsFault.of("InvalidParameterValue", "The filter '" + filter + "' is invalid");
        }
    }

    /** Whether it matches every filter. */
    boolean matches(List<Filter> filters) {
        return filters.stream()
                .allMatch(filter ->
                        values(filter.name()).stream().anyMatch(value -> ServedFilters.matches(filter, value)));
    }

    private List<String> values(String filter) {
        return switch (filter) {
            case STATUS -> List.of(status);
            case DETAILS_NAME -> details.stream().map(Detail::name).toList();
            default -> details.stream().map(Detail::status).toList();
        };
    }
}
