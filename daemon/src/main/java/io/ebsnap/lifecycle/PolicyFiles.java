package io.ebsnap.lifecycle;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The administrator's files of policies: {@code NAME.toml} in a directory, and those of image pipelines, {@code NAME.pipeline.toml}. Read anew whenever they are asked
 * for.
 *
 * @param directory which need not be there
 * @param kind which of them
 */
public record PolicyFiles(Path directory, Kind kind) {

    private static final String PIPELINE_ENDING = ".pipeline.toml";
    private static final int FILES_MAX = 1_000;

    /** What a file says, by its name. */
    public enum Kind {
        /** A policy for snapshots. */
        POLICY(".toml"),
        /** An image pipeline. */
        PIPELINE(PIPELINE_ENDING);

        private final String ending;

        Kind(String ending) {
            this.ending = ending;
        }

        private boolean isMeant(String file) {
            return file.endsWith(ending) && (this == PIPELINE || !file.endsWith(PIPELINE_ENDING));
        }
    }

    /**
     * A file.
     *
     * @param name without its ending
     * @param path of the file
     * @param text its content; empty if it cannot be had
     * @param trouble why not; else empty
     */
    public record PolicyFile(String name, Path path, String text, String trouble) {}

    /**
     * All of them, by name.
     *
     * @throws Failure.Unavailable if the directory cannot be read
     */
    public List<PolicyFile> read() {
        List<PolicyFile> files = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, this::isMeant)) {
            for (Path path : paths) {
                if (files.size() == FILES_MAX) {
                    throw new Failure.Exhausted(directory + " has more than " + FILES_MAX + " policies", null);
                }
                files.add(file(path));
            }
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new Failure.Unavailable("reading the policies of " + directory + ": " + e, e);
        }
        files.sort((one, other) -> one.name().compareTo(other.name()));
        return List.copyOf(files);
    }

    private boolean isMeant(Path path) {
        return kind.isMeant(path.getFileName().toString());
    }

    private PolicyFile file(Path path) {
        String file = path.getFileName().toString();
        String name = file.substring(0, file.length() - kind.ending.length());
        try {
            requireTrusted(path);
            if (Files.size(path) > PolicyTable.LENGTH_MAX) {
                return new PolicyFile(name, path, "", path + " is longer than " + PolicyTable.LENGTH_MAX + " bytes");
            }
            return new PolicyFile(name, path, Files.readString(path, StandardCharsets.UTF_8), "");
        } catch (IOException e) {
            return new PolicyFile(name, path, "", path + " cannot be read: " + e);
        } catch (Failure.Denied e) {
            return new PolicyFile(name, path, "", String.valueOf(e.getMessage()));
        }
    }

    /** Its hooks run as root. */
    private static void requireTrusted(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new Failure.Denied(path + " can be changed by others than its owner, and is not believed");
        }
    }
}
