package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/**
 * How the daemon does.
 *
 * @param version of the daemon
 * @param region that the daemon serves
 * @param state {@code running}, or {@code stopping}
 * @param processId of the daemon
 * @param startTime when it was ready
 * @param dataDirectory where everything is
 * @param storeId 32 hexadecimal digits
 * @param cipher which implementation seals chunks
 * @param keystoreRoot what opens the keystore: {@code key-file}, {@code passphrase-file} or {@code credential}
 * @param counts of what there is
 * @param coverage how well that is protected
 * @param policies how far they go
 * @param warnings what somebody should see to; empty is good
 */
public record Status(
        String version,
        String region,
        String state,
        long processId,
        Instant startTime,
        String dataDirectory,
        String storeId,
        String cipher,
        String keystoreRoot,
        @Inlined StatusCounts counts,
        @Inlined StatusCoverage coverage,
        @Inlined StatusPolicies policies,
        List<String> warnings) {}
