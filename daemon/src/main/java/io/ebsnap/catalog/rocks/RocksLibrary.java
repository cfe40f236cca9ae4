package io.ebsnap.catalog.rocks;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.PackedLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/** RocksDB's native library. */
final class RocksLibrary {

    private static final PackedLibrary PACKED =
            new PackedLibrary(RocksDB.class, "/" + Environment.getJniLibraryFileName("rocksdb"));

    /** Its name on {@code java.library.path}. */
    private static final String INSTALLED_NAME = "rocksdbjni";

    /** Where {@link RocksDB#loadLibrary(List)} looks for it, which adds {@code jni} once more. */
    private static final String UNPACKED_NAME = Environment.getJniLibraryFileName(INSTALLED_NAME);

    private RocksLibrary() {}

    /**
     * Loads the library unless it is loaded.
     *
     * @param directory where to unpack it; made if it is not there
     * @throws Failure.Unavailable if there is none for this machine, or the directory refuses it
     */
    static void load(Path directory) {
        try {
            if (PackedLibrary.isInstalled(INSTALLED_NAME)) {
                RocksDB.loadLibrary();
            } else {
                Path unused = PACKED.unpackInto(directory, UNPACKED_NAME);
                assert unused != null;
                RocksDB.loadLibrary(List.of(directory.toString()));
            }
        } catch (IOException | LinkageError e) {
            throw new Failure.Unavailable("loading RocksDB's library through " + directory + ": " + e.getMessage(), e);
        }
    }
}
