package io.ebsnap.store.file;

import io.ebsnap.store.ObjectName;
import io.ebsnap.store.StoreZone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The objects below a directory, read one directory at a time. What does not have the form of a name is not an object, nor is what volumes lie in
 * beside the objects of a zone.
 */
final class Listing {

    private Listing() {}

    /**
     * All objects below a directory of a store.
     *
     * @param directory its name from the root on, ending with {@code /}, or empty
     */
    static Stream<ObjectName> of(FileOperations files, Path root, String directory) {
        return entries(files, root.resolve(directory)).stream().flatMap(entry -> {
            String name = directory + entry.name();
            if (!ObjectName.isValid(name) || name.equals(StoreZone.VOLUMES)) {
                return Stream.empty();
            }
            return entry.directory() ? of(files, root, name + "/") : Stream.of(new ObjectName(name));
        });
    }

    private static List<FileOperations.Entry> entries(FileOperations files, Path directory) {
        try {
            return files.list(directory);
        } catch (IOException e) {
            throw Medium.refused("listing " + directory, e);
        }
    }
}
