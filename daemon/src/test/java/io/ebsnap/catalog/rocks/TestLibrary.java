package io.ebsnap.catalog.rocks;

import java.nio.file.Path;

/** Where tests unpack RocksDB's library, once for all of them: below the build's directory. */
public final class TestLibrary {

    public static final Path DIRECTORY = Path.of("target", "rocksdb-library").toAbsolutePath();

    private TestLibrary() {}
}
