package io.ebsnap.control;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a status tells beside the services.
 *
 * @param version of the daemon
 * @param region that it serves
 * @param processId of the daemon
 * @param startTime when it was ready
 * @param dataDirectory where everything is
 * @param cipher which implementation seals chunks
 * @param keystoreRoot what opens the keystore, in the configuration's word
 * @param troubles asks for what else is in the way
 * @param clock the time of day
 */
public record DaemonFacts(
        String version,
        String region,
        long processId,
        Instant startTime,
        Path dataDirectory,
        String cipher,
        String keystoreRoot,
        Supplier<List<String>> troubles,
        InstantSource clock) {

    /** The same for those whom the administrator's troubles do not concern. */
    public DaemonFacts withoutTroubles() {
        return new DaemonFacts(
                version, region, processId, startTime, dataDirectory, cipher, keystoreRoot, List::of, clock);
    }
}
