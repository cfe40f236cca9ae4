package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FileSystemFreeze;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class JnrFileSystemFreeze implements FileSystemFreeze {

    private static final long FIFREEZE = 0xC0045877L;
    private static final long FITHAW = 0xC0045878L;

    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final int NESTING_MAJOR = 6;
    private static final int NESTING_MINOR = 8;

    private final Syscalls syscalls;

    JnrFileSystemFreeze(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public void freeze(Path mountPoint) throws LinuxException {
        try (Descriptor directory = syscalls.openDirectory(mountPoint)) {
            syscalls.ioctl(directory, "FIFREEZE", FIFREEZE, 0);
        }
    }

    @Override
    public boolean thaw(Path mountPoint) throws LinuxException {
        try (Descriptor directory = syscalls.openDirectory(mountPoint)) {
            syscalls.ioctl(directory, "FITHAW", FITHAW, 0);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EINVAL && e.call().equals("FITHAW")) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean nests() {
        try {
            return nests(Files.readString(RELEASE, StandardCharsets.UTF_8));
        } catch (IOException unknown) {
            return false;
        }
    }

    /** @param release as uname prints it */
    static boolean nests(String release) {
        Matcher version = VERSION.matcher(release);
        if (!version.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return major > NESTING_MAJOR || (major == NESTING_MAJOR && minor >= NESTING_MINOR);
    }
}
