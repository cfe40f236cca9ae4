package io.ebsnap.catalog.rocks;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Indexes that were put aside because this program does not use them: {@code NAME.WORD-N}, of each word the last few. */
final class ShelvedIndexes {

    private static final int KEPT = 2;

    private final Path directory;

    ShelvedIndexes(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** Renames the index; what had that name before is never touched. Returns the new name. */
    Path shelve(String word) {
        try {
            List<Path> earlier = shelved(word);
            long next = earlier.isEmpty() ? 1 : number(earlier.getLast(), word).orElseThrow() + 1;
            Path aside = directory.resolveSibling(prefix(word) + next);
            Files.move(directory, aside);
            earlier.add(aside);
            for (Path old : earlier.subList(0, Math.max(0, earlier.size() - KEPT))) {
                deleteTree(old);
            }
            return aside;
        } catch (IOException e) {
            throw new Failure.Unavailable("putting the index " + directory + " aside", e);
        }
    }

    /** Deletes a directory and all in it. */
    static void deleteTree(Path top) throws IOException {
        try (Stream<Path> tree = Files.walk(top)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private List<Path> shelved(String word) throws IOException {
        try (Stream<Path> siblings = Files.list(directory.resolveSibling(""))) {
            return new ArrayList<>(siblings.filter(path -> number(path, word).isPresent())
                    .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparingLong(path -> number(path, word).orElseThrow()))
                    .toList());
        }
    }

    private OptionalLong number(Path path, String word) {
        String name = path.getName(path.getNameCount() - 1).toString();
        String digits =
                name.startsWith(prefix(word)) ? name.substring(prefix(word).length()) : "";
        return digits.matches("[1-9][0-9]{0,8}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private String prefix(String word) {
        return directory.getName(directory.getNameCount() - 1) + "." + word + "-";
    }
}
