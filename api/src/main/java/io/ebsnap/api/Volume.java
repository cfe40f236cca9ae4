package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume, with EC2's fields first.
 *
 * @param volumeId {@code vol-...}
 * @param size in GiB, rounded up
 * @param state EC2's word: {@code creating}, {@code available}, {@code in-use}, {@code deleting} or {@code error}
 * @param createTime when it was registered or ordered
 * @param attachments the block devices that it is; none if the daemon does not serve it
 * @param tags in the order given
 * @param name what the user calls it
 * @param kind {@code registered}, which is somebody else's device, or {@code managed}, which the daemon serves
 * @param sizeInBytes of one that is registered: when it was last seen
 * @param device path or URI of one that is registered
 * @param deviceIdentity what tells that device from another under the same path; empty if nothing does
 * @param served what only a managed one has
 */
public record Volume(
        String volumeId,
        long size,
        String state,
        Instant createTime,
        List<Attachment> attachments,
        List<Tag> tags,
        @Nullable String name,
        String kind,
        long sizeInBytes,
        @Nullable String device,
        @Nullable String deviceIdentity,
        @Inlined @Nullable ServedVolume served) {}
