package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A volume as a block device of this machine.
 *
 * @param volumeId {@code vol-...}
 * @param device path of the block device
 * @param state {@code attached} or {@code detached}
 * @param attachTime since when
 * @param method {@code nbd} or {@code fuse}
 * @param readOnly whether the device refuses to be written
 * @param nativeSpeed whether the kernel serves its requests itself, past the daemon
 * @param servedReason why the daemon serves them, if it does and that is known
 */
public record Attachment(
        String volumeId,
        String device,
        String state,
        Instant attachTime,
        String method,
        boolean readOnly,
        boolean nativeSpeed,
        @Nullable String servedReason) {}
