package io.ebsnap.attach;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How volumes are attached.
 *
 * @param mounts where the files appear that loop devices are made of: a directory for root alone, on a file system that a reboot
 *     empties; made if it does not exist
 * @param records where it is noted what is attached, for the next daemon; made if it does not exist
 * @param links where the names are that users give to devices; made with the first one
 * @param attachedMax how many volumes may be attached at a time; each takes 1 MiB for each reader
 * @param readers threads of each attachment that take requests and answer those that need not wait: 1 or more
 * @param waiters threads for all attachments that do what may wait for the store: 1 or more; each takes 1 MiB
 * @param settle how long to wait for others to let go of a device: what the machine starts when a device appears or changes
 * @param daemonlessMax how long requests to a device of the kernel's NBD driver wait for the next daemon before they fail, in whole
 *     seconds; those to files of {@code /dev/fuse} wait for good
 * @param nativeSpeed whether the kernel is to serve volumes itself that have all of their content
 */
public record AttachSettings(
        Path mounts,
        Path records,
        Path links,
        int attachedMax,
        int readers,
        int waiters,
        Duration settle,
        Duration daemonlessMax,
        boolean nativeSpeed) {

    /** So many requests wait for {@link #waiters} at most; beyond, the threads that read requests do them. */
    static final int WAITING_MAX = 1024;

    /** So many requests that bring bytes may wait besides: 1 MiB each. */
    static final int WAITING_WRITES_MAX = 4;

    public AttachSettings {
        if (daemonlessMax.toSeconds() < 1) {
            throw new IllegalArgumentException("requests wait for a daemon for a second or more");
        }
        if (attachedMax < 1 || readers < 1 || waiters < 1) {
            throw new IllegalArgumentException("attachments, readers and waiters are 1 or more");
        }
    }

    /** What suits most machines. */
    public static AttachSettings of(
            Path mounts, Path records, Path links, Duration daemonlessMax, boolean nativeSpeed) {
        return new AttachSettings(mounts, records, links, 32, 4, 16, Duration.ofSeconds(5), daemonlessMax, nativeSpeed);
    }
}
