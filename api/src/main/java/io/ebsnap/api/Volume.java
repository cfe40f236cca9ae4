package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume, with EC2's fields first.
 *
 * @param volumeId {@code vol-...}
 * @param size in GiB, rounded up
 * @param state EC2's word
 * @param createTime when it was registered
 * @param tags in the order given
 * @param name what the user calls it
 * @param device path or URI
 * @param deviceIdentity what tells this device from another under the same path; empty if nothing does
 * @param sizeInBytes when it was last seen
 */
public record Volume(
        String volumeId,
        long size,
        String state,
        Instant createTime,
        List<Tag> tags,
        @Nullable String name,
        String device,
        String deviceIdentity,
        long sizeInBytes) {}
