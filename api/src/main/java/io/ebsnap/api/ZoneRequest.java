package io.ebsnap.api;

/** About the zones that the store is kept in. */
public sealed interface ZoneRequest<A extends Record> extends Request<A> {

    /** Lists them. */
    record DescribeAvailabilityZones() implements ZoneRequest<AvailabilityZoneList> {
        @Override
        public Class<AvailabilityZoneList> answerType() {
            return AvailabilityZoneList.class;
        }
    }

    /**
     * Adds a zone, which is filled in the background.
     *
     * @param zoneName new
     * @param storeDirectory absolute path of its replica
     */
    record AddZone(String zoneName, String storeDirectory) implements ZoneRequest<AvailabilityZone> {
        @Override
        public Class<AvailabilityZone> answerType() {
            return AvailabilityZone.class;
        }
    }

    /** Takes a zone out of use, in the background. */
    record DrainZone(String zoneName) implements ZoneRequest<AvailabilityZone> {
        @Override
        public Class<AvailabilityZone> answerType() {
            return AvailabilityZone.class;
        }
    }

    /** Forgets a zone. */
    record RemoveZone(String zoneName) implements ZoneRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }
}
