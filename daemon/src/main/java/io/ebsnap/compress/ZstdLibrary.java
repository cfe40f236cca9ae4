package io.ebsnap.compress;

import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.PackedLibrary;
import java.io.IOException;
import java.nio.file.Path;

/** Zstandard's native library. */
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
            if (PackedLibrary.isInstalled(INSTALLED_NAME)) {
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

    private static Path unpacked(Path directory) throws IOException {
        String name = System.mapLibraryName(INSTALLED_NAME + "-" + ZstdVersion.VERSION);
        return new PackedLibrary(Native.class, "/linux/" + machine() + "/" + name).unpackInto(directory, name);
    }

    /** As the jar names it. */
    private static String machine() {
        String machine = System.getProperty("os.arch", "");
        return machine.equals("x86_64") ? "amd64" : machine;
    }
}
