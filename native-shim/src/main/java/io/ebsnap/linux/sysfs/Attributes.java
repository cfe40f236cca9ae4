package io.ebsnap.linux.sysfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the small files of sysfs; one that is absent, empty or gone with its device is an empty answer. */
final class Attributes {

    private Attributes() {}

    /** A file's text without the white space around it. */
    static Optional<String> text(Path file) throws IOException {
        return line(file).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A file's text without the line end. */
    static Optional<String> line(Path file) throws IOException {
        return bytes(file)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .map(text -> text.endsWith("\n") ? text.substring(0, text.length() - 1) : text)
                .filter(text -> !text.isEmpty());
    }

    /** A file's content. */
    static Optional<byte[]> bytes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** A decimal number; {@code absent} if there is none. */
    static long number(Path file, long absent) throws IOException {
        Optional<String> text = text(file);
        return text.isPresent() ? Long.parseLong(text.get()) : absent;
    }

    /** The names in a directory, sorted. */
    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }
}
