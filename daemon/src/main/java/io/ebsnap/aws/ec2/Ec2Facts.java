package io.ebsnap.aws.ec2;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What EC2's answers say of this daemon.
 *
 * @param region its name
 * @param endpoint {@code HOST:PORT} under which it is reached
 * @param instanceId of this machine: {@code i-} and 17 hexadecimal digits
 * @param launchTime when this machine was booted
 * @param zones names of its zones, asked each time
 */
public record Ec2Facts(
        String region, String endpoint, String instanceId, Instant launchTime, Supplier<List<String>> zones) {

    /** The zone of what is in none. */
    String firstZone() {
        return zones.get().getFirst();
    }

    /** Nothing if an instance is this machine. */
    void requireThisInstance(String id) {
        if (!Reading.Kind.INSTANCE.require(id).equals(instanceId)) {
            throw Reading.Kind.INSTANCE.missing(id);
        }
    }
}
