package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Regions and zones: there is the one region of this daemon. */
final class RegionActions implements Ec2Actions {

    private static final String AVAILABLE = "available";
    private static final String NO_OPT_IN = "opt-in-not-required";

    private final Ec2Facts facts;

    RegionActions(Ec2Facts facts) {
        this.facts = facts;
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "DescribeRegions", this::describeRegions,
                "DescribeAvailabilityZones", this::describeZones);
    }

    private Prepared describeRegions(Parameters in) {
        List<String> names = in.texts("RegionName");
        Boolean unused = in.flag("AllRegions");
        List<Filter> filters = Reading.filters(in);
        names.stream().filter(name -> !name.equals(facts.region())).findFirst().ifPresent(name -> {
            throw in.invalid("RegionName", "The region '" + name + "' does not exist.");
        });
        Map<String, String> region =
                Map.of("region-name", facts.region(), "endpoint", facts.endpoint(), "opt-in-status", NO_OPT_IN);
        List<Map<String, String>> regions = matching(List.of(region), filters);
        return new Prepared.Known(out -> out.list(
                "regionInfo",
                regions,
                (each, item) -> item.add("regionName", facts.region())
                        .add("regionEndpoint", facts.endpoint())
                        .add("optInStatus", NO_OPT_IN)));
    }

    private Prepared describeZones(Parameters in) {
        List<String> names = in.texts("ZoneName");
        List<String> ids = in.texts("ZoneId");
        Boolean unused = in.flag("AllAvailabilityZones");
        List<Filter> filters = Reading.filters(in);
        List<String> known = facts.zones().get();
        List.of(names, ids)
                .forEach(asked -> asked.stream()
                        .filter(name -> !known.contains(name))
                        .findFirst()
                        .ifPresent(name -> {
                            throw in.invalid("ZoneName", "The zone '" + name + "' does not exist.");
                        }));
        List<Map<String, String>> zones = matching(
                known.stream()
                        .filter(zone ->
                                (names.isEmpty() || names.contains(zone)) && (ids.isEmpty() || ids.contains(zone)))
                        .map(this::zone)
                        .toList(),
                filters);
        return new Prepared.Known(out -> out.list("availabilityZoneInfo", zones, this::write));
    }

    private Map<String, String> zone(String name) {
        return Map.of(
                "zone-name", name,
                "zone-id", name,
                "region-name", facts.region(),
                "state", AVAILABLE,
                "zone-type", "availability-zone",
                "opt-in-status", NO_OPT_IN,
                "group-name", facts.region());
    }

    private void write(Map<String, String> zone, Xml item) {
        item.add("zoneName", zone.get("zone-name"))
                .add("zoneState", AVAILABLE)
                .add("regionName", facts.region())
                .list("messageSet", List.of(), (message, out) -> {})
                .add("zoneId", zone.get("zone-id"))
                .add("optInStatus", NO_OPT_IN)
                .add("groupName", facts.region())
                .add("networkBorderGroup", facts.region())
                .add("zoneType", "availability-zone");
    }

    private static List<Map<String, String>> matching(List<Map<String, String>> items, List<Filter> filters) {
        return items.stream()
                .filter(item -> filters.stream().allMatch(filter -> matches(item, filter)))
                .toList();
    }

    private static boolean matches(Map<String, String> item, Filter filter) {
        String value = item.get(filter.name());
        if (value == null) {
            throw AwsFault.of("InvalidParameterValue", "The filter '" + filter.name() + "' is invalid");
        }
        return ServedFilters.matches(filter, value);
    }
}
