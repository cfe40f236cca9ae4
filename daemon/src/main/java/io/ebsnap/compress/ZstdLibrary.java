package io.ebsnap.compress;

import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import io.ebsnap.failure.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Zstandard's native library. Where the installation has it on {@code java.library.path} it is loaded from there. Else it is unpacked once into a
 * directory of ours: its own way unpacks it into the temporary directory at each start, which fails where that is mounted noexec.
 */
final class ZstdLibrary {

    /** Its name on {@code java.library.path}. */
    private static final String INSTALLED_NAME = "zstd-jni";

    private ZstdLibrary() {}

    /**
     * Loads the library unless it is loaded.
     *
     * @param directory where to unpack it; made if it is not there
     * @throws Failure.Unavailable if there is none for this machine, or the directory refuses it
     */
    @SuppressWarnings("restricted") // that is what native access is enabled for
    static synchronized void load(Path directory) {
        if (Native.isLoaded()) {
            return;
        }
        try {
            if (isOnLibraryPath()) {
                System.loadLibrary(INSTALLED_NAME);
            } else {
                System.load(unpacked(directory).toString());
            }
            Native.assumeLoaded();
        } catch (IOException | LinkageError e) {
            throw new Failure.Unavailable(
                    "loading Zstandard's library through " + directory + ": " + e.getMessage(), e);
        }
    }

    private static boolean isOnLibraryPath() {
        String path = System.getProperty("java.library.path", "");
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (!directory.isEmpty()
                    && Files.isRegularFile(Path.of(directory, System.mapLibraryName(INSTALLED_NAME)))) {
                return true;
            }
        }
        return false;
    }

    private static Path unpacked(Path directory) throws IOException {
        String name = System.mapLibraryName(INSTALLED_NAME + "-" + ZstdVersion.VERSION);
        Path library = directory.toAbsolutePath().resolve(name);
        byte[] content = packed("/linux/" + machine() + "/" + name);
        if (Files.isRegularFile(library) && Files.size(library) == content.length) {
            return library;
        }
        Files.createDirectories(directory);
        Path part = directory.resolve(name + "." + ProcessHandle.current().pid());
        try {
            Files.write(part, content);
            Files.move(part, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return library;
    }

    private static byte[] packed(String resource) throws IOException {
        try (InputStream content = Native.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException("there is no " + resource + " in zstd-jni's jar");
            }
            return content.readAllBytes();
        }
    }

    /** As the jar names it. */
    private static String machine() {
        String machine = System.getProperty("os.arch", "");
        return machine.equals("x86_64") ? "amd64" : machine;
    }
}
