package io.ebsnap.format;

import io.ebsnap.identity.ZoneId;

/**
 * One zone of a {@link ZoneSet}.
 *
 * @param id of its replica
 * @param name by which people know it
 * @param directory absolute path of the replica
 * @param fileSystem which file system the directory is in: tells a deleted directory from one whose file system is not mounted
 * @param standing whether its content counts
 */
public record ZoneEntry(ZoneId id, String name, String directory, String fileSystem, ZoneStanding standing) {

    /** The same zone with another standing. */
    public ZoneEntry with(ZoneStanding other) {
        return new ZoneEntry(id, name, directory, fileSystem, other);
    }

    /** The same zone with an empty replica in place of the one that was lost. */
    public ZoneEntry renewed(ZoneId other) {
        return new ZoneEntry(other, name, directory, fileSystem, ZoneStanding.STALE);
    }

    /** The same zone in a file system of another identity. */
    public ZoneEntry in(String otherFileSystem) {
        return new ZoneEntry(id, name, directory, otherFileSystem, standing);
    }
}
