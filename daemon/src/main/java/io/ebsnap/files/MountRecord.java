package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the next daemon must know of a mount: {@code docs/format/mounts.md}.
 *
 * @param version of the format
 * @param mountId of the mount
 * @param snapshotId of which
 * @param part its name
 * @param fileSystem what it holds
 * @param stretches where it lies, so that it need not be looked for again
 * @param directory where it was to be mounted; may be empty
 * @param device its node; empty until it has one
 * @param attachMillis since when: milliseconds since 1970
 */
record MountRecord(
        int version,
        String mountId,
        String snapshotId,
        String part,
        FileSystem fileSystem,
        List<Stretch> stretches,
        String directory,
        String device,
        long attachMillis) {

    static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static MountRecord parse(String name, byte[] json) {
        try {
            MountRecord record = JSON.readValue(json, MountRecord.class);
            if (record == null
                    || record.version() != VERSION
                    || !VolumeId.isValid(record.mountId())
                    || !SnapshotId.isValid(record.snapshotId())) {
                throw new Failure.Corrupt(name + " is not the record of a mount");
            }
            return record;
        } catch (JacksonException e) {
            throw new Failure.Corrupt(name + " is not the record of a mount: " + e.getOriginalMessage(), e);
        }
    }

    byte[] json() {
        return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    VolumeId id() {
        return new VolumeId(mountId);
    }

    SnapshotId snapshot() {
        return new SnapshotId(snapshotId);
    }

    MountRecord withDevice(Path node) {
        return new MountRecord(
                version, mountId, snapshotId, part, fileSystem, stretches, directory, node.toString(), attachMillis);
    }

    SnapshotMount view(List<String> mountPoints) {
        return new SnapshotMount(
                id(),
                snapshot(),
                part,
                fileSystem,
                Path.of(device),
                directory,
                mountPoints,
                Instant.ofEpochMilli(attachMillis));
    }
}
