package io.ebsnap.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether this machine's processor has instructions for AES, without which encrypting every read and write costs most of the speed. */
final class AesInstructions {

    private static final Logger LOG = LoggerFactory.getLogger(AesInstructions.class);

    private AesInstructions() {}

    /**
     * Whether there are some.
     *
     * @param cpuinfo as the kernel has it in {@code /proc/cpuinfo}; what cannot be read has none
     */
    static boolean areThere(Path cpuinfo) {
        try {
            return Files.readAllLines(cpuinfo).stream()
                    .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .anyMatch(line -> Arrays.asList(line.split("\\s+", -1)).contains("aes"));
        } catch (IOException e) {
            LOG.warn("it is not known whether the processor has AES instructions: {}", e.getMessage());
            return false;
        }
    }
}
