package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DeviceName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The names that users give to devices: each is a symbolic link in one directory. What else is there is never touched. Safe for use by several
 * threads and processes: a name belongs to whoever made its link.
 */
final class DeviceLinks {

    private static final String FOR_EVERYBODY = "rwxr-xr-x";

    private final Path directory;
    private final Path devices;

    /**
     * Links.
     *
     * @param directory of the links; made with the first one
     * @param devices the kernel's own nodes: {@code /dev}
     */
    DeviceLinks(Path directory, Path devices) {
        this.directory = directory;
        this.devices = devices;
    }

    /** Where a name's link is. */
    Path of(DeviceName name) {
        return directory.resolve(name.leaf());
    }

    /**
     * Refuses a name that somebody has: who reads it must not come to another's disk.
     *
     * @throws Failure.Invalid if a device of the kernel or a link is called so
     */
    void requireFree(DeviceName name) {
        refuse(name, devices.resolve(name.leaf()));
        refuse(name, of(name));
    }

    private static void refuse(DeviceName name, Path there) {
        if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            throw inUse(name, there);
        }
    }

    private static Failure.Invalid inUse(DeviceName name, Path there) {
        return new Failure.Invalid(
                "the device name " + name + " is already in use: there is " + there, "choose another");
    }

    /**
     * Lets the name of an attachment lead to its device; does nothing if it has none, or if it leads there already.
     *
     * @throws Failure.Invalid if the name belongs to something else
     * @throws Failure.Unavailable if the link cannot be made
     */
    void make(Attachment attachment) {
        attachment.name().ifPresent(name -> make(name, attachment.device()));
    }

    private void make(DeviceName name, Path device) {
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(FOR_EVERYBODY));
            }
            Files.createSymbolicLink(of(name), device);
        } catch (FileAlreadyExistsException there) {
            if (!leadsTo(of(name), device)) {
                throw inUse(name, of(name));
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot make " + of(name) + ": " + failed, failed);
        }
    }

    /** Ends the name of an attachment, if it has one. A link that leads elsewhere is another's. */
    void remove(Attachment attachment) {
        attachment
                .name()
                .map(this::of)
                .filter(link -> leadsTo(link, attachment.device()))
                .ifPresent(DeviceLinks::remove);
    }

    private static void remove(Path link) {
        try {
            Files.deleteIfExists(link);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot remove " + link + ": " + failed, failed);
        }
    }

    private static boolean leadsTo(Path link, Path device) {
        try {
            return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(device);
        } catch (IOException gone) {
            return false;
        }
    }
}
