package io.ebsnap.catalog.rocks;

import io.ebsnap.failure.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library. Where the installation has it on {@code java.library.path} it is loaded from there. Else it is unpacked once
 * into a directory of ours: RocksDB's own way unpacks 17 MB into the temporary directory at each start, which is slow,
 * fails where that is mounted noexec, and leaves the file there when the process is killed.
 */
final class RocksLibrary {

    private static final String PACKED_NAME = Environment.getJniLibraryFileName("rocksdb");

    /** Where {@link RocksDB#loadLibrary(List)} looks for it, which adds {@code jni} once more. */
    private static final String UNPACKED_NAME = Environment.getJniLibraryFileName("rocksdbjni");

    private RocksLibrary() {}

    /**
     * Loads the library unless it is loaded.
     *
     * @param directory where to unpack it; made if it is not there
     */
    static void load(Path directory) {
        try {
            if (isOnLibraryPath()) {
                RocksDB.loadLibrary();
            } else {
                RocksDB.loadLibrary(List.of(unpack(directory).toString()));
            }
        } catch (IOException | LinkageError e) {
            throw new Failure.Unavailable("loading RocksDB's library through " + directory + ": " + e.getMessage(), e);
        }
    }

    private static boolean isOnLibraryPath() {
        String path = System.getProperty("java.library.path", "");
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isRegularFile(Path.of(directory, System.mapLibraryName("rocksdbjni")))) {
                return true;
            }
        }
        return false;
    }

    private static Path unpack(Path directory) throws IOException {
        Path library = directory.resolve(UNPACKED_NAME);
        URL packed = RocksDB.class.getClassLoader().getResource(PACKED_NAME);
        if (packed == null) {
            throw new IOException("there is no " + PACKED_NAME + " in RocksDB's jar");
        }
        long size = packed.openConnection().getContentLengthLong();
        if (Files.isRegularFile(library) && Files.size(library) == size) {
            return directory;
        }
        Files.createDirectories(directory);
        Path part =
                directory.resolve(UNPACKED_NAME + "." + ProcessHandle.current().pid());
        try (InputStream content = packed.openStream()) {
            Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return directory;
    }
}
