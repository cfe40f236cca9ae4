package io.ebsnap.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the file system says of a file, links followed, as far as the platform-neutral attributes do not have it. */
final class UnixAttributes {

    private final Path path;
    private final Map<String, ? extends @Nullable Object> found;

    private UnixAttributes(Path path, Map<String, ? extends @Nullable Object> found) {
        this.path = path;
        this.found = found;
    }

    static UnixAttributes of(Path path) throws IOException {
        return new UnixAttributes(
                path, Files.readAttributes(path, "unix:mode,dev,ino,rdev,size,lastModifiedTime,ctime"));
    }

    long number(String name) throws IOException {
        return value(name, Number.class).longValue();
    }

    FileTime time(String name) throws IOException {
        return value(name, FileTime.class);
    }

    private <T> T value(String name, Class<T> type) throws IOException {
        Object value = found.get(name);
        if (!type.isInstance(value)) {
            throw new IOException("no " + name + " of " + path);
        }
        return type.cast(value);
    }
}
