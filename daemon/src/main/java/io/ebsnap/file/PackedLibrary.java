package io.ebsnap.file;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A native library that a jar holds. Where the installation has it on {@code java.library.path} it is loaded from there. Else it is unpacked once into a
 * directory of ours: the libraries' own ways unpack it into the temporary directory at each start, which fails where that is mounted noexec, and some
 * leave it there when the process is killed.
 *
 * @param origin a class of the jar
 * @param resource the library's absolute name in the jar
 */
public record PackedLibrary(Class<?> origin, String resource) {

    /**
     * Whether the installation has a library.
     *
     * @param name without what the system puts around it
     */
    public static boolean isInstalled(String name) {
        String file = System.mapLibraryName(name);
        for (String directory : System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isRegularFile(Path.of(directory, file))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Unpacks it unless it is there with all of its bytes. Safe beside other processes that do the same.
     *
     * @param directory made if it is not there
     * @param name of the file in it
     * @return the file, absolute
     * @throws IOException if the jar has no such library, or the directory refuses it
     */
    public Path unpackInto(Path directory, String name) throws IOException {
        Path library = directory.toAbsolutePath().resolve(name);
        byte[] content = content();
        if (Files.isRegularFile(library) && Files.size(library) == content.length) {
            return library;
        }
        Files.createDirectories(directory);
        Path part = library.resolveSibling(name + "." + ProcessHandle.current().pid());
        try {
            Files.write(part, content);
            Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return library;
    }

    private byte[] content() throws IOException {
        try (InputStream content = origin.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException("there is no " + resource + " in the jar of " + origin.getName());
            }
            return content.readAllBytes();
        }
    }
}
