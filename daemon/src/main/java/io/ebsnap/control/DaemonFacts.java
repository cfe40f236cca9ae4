package io.ebsnap.control;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What does not change while the daemon runs.
 *
 * @param version of the daemon
 * @param processId of the daemon
 * @param startTime when it was ready
 * @param dataDirectory where everything is
 * @param cipher which implementation seals chunks
 * @param keystoreRoot what opens the keystore, in the configuration's word
 */
public record DaemonFacts(
        String version, long processId, Instant startTime, Path dataDirectory, String cipher, String keystoreRoot) {}
