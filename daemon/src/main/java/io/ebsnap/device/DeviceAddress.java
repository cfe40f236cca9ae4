package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a user's name for a device stands for. */
sealed interface DeviceAddress {

    /** How URIs begin that are exports. */
    Pattern EXPORT = Pattern.compile("nbds?(\\+unix|\\+vsock)?:.*");

    /** A block device that the kernel knows. */
    record Device(Path path, DeviceDescription description) implements DeviceAddress {}

    /** A regular file that holds an image. */
    record Image(Path path) implements DeviceAddress {}

    /** An NBD export. */
    record Export(URI uri) implements DeviceAddress {}

    /**
     * Finds out what a name stands for.
     *
     * @throws Failure.Invalid if it can be no device
     * @throws Failure.Conflict if it lies on a managed volume, or is what the daemon keeps one in
     * @throws Failure.NotFound if there is nothing under it
     */
    static DeviceAddress of(String name, DeviceInventory inventory) {
        if (EXPORT.matcher(name).matches()) {
            return new Export(uri(name));
        }
        OwnVolumes own = new OwnVolumes(inventory);
        own.requireOthers(name, absolute(name));
        DeviceAddress found = ofOwn(name, inventory);
        if (found instanceof Device device) {
            own.requireOthers(name, device.description());
        }
        return found;
    }

    /** The same for a path that may be the daemon's own. */
    static DeviceAddress ofOwn(String name, DeviceInventory inventory) {
        Path path = absolute(name);
        try {
            Path real = path.toRealPath();
            if (Files.isRegularFile(real)) {
                return new Image(real);
            }
            if (Files.isDirectory(real)) {
                throw new Failure.Invalid(
                        name + " is a directory: a block device, an image file or an nbd:// URI is wanted");
            }
            return new Device(path, inventory.describe(path));
        } catch (IOException failed) {
            throw notThere(name, failed);
        }
    }

    /** The path that a name is. */
    static Path absolute(String name) {
        try {
            Path path = Path.of(name);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException malformed) {
            throw new Failure.Invalid("'" + name + "' is no path: " + malformed.getReason());
        }
        throw new Failure.Invalid("'" + name + "' is neither an absolute path nor an nbd:// or nbd+unix:// URI");
    }

    private static URI uri(String name) {
        if (!name.startsWith("nbd:") && !name.startsWith("nbd+unix:")) {
            throw new Failure.Invalid("'" + name + "': only nbd:// and nbd+unix:// exports can be read");
        }
        try {
            return new URI(name);
        } catch (URISyntaxException malformed) {
            throw new Failure.Invalid("'" + name + "' is no URI: " + malformed.getReason());
        }
    }

    private static Failure notThere(String name, IOException failed) {
        if (failed instanceof LinuxException refused) {
            return switch (refused.errno()) {
                case ENOENT, ENXIO, ENODEV -> new Failure.NotFound("there is no device " + name, failed);
                case ENOTBLK -> new Failure.Invalid(name + " is neither a block device nor a regular file");
                default -> new Failure.Unavailable("cannot look at " + name + ": " + failed.getMessage(), failed);
            };
        }
        return failed instanceof java.nio.file.NoSuchFileException
                ? new Failure.NotFound("there is no device or file " + name, failed)
                : new Failure.Unavailable("cannot look at " + name + ": " + failed, failed);
    }
}
