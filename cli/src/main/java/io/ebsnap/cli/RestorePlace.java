package io.ebsnap.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory of this machine that files are restored into, and another one in it where they are until they get their names: of root alone, so nobody can put a link where something is about to
 * be written. Both are held open and reached by their descriptors, never again by their names.
 */
final class RestorePlace implements AutoCloseable {

    private static final String PREFIX = ".ebsnap-restore-";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "([0-9]{1,9})-.*");

    private final Path directory;
    private final Path stagingName;
    private final SecureDirectoryStream<Path> target;
    private final SecureDirectoryStream<Path> staging;

    private RestorePlace(
            Path directory, Path stagingName, SecureDirectoryStream<Path> target, SecureDirectoryStream<Path> staging) {
        this.directory = directory;
        this.stagingName = stagingName;
        this.target = target;
        this.staging = staging;
    }

    /** Opens a directory, clears away what a killed command has left in it, and makes room. */
    @SuppressWarnings("StreamResourceLeak") // It is closed with the place.
    static RestorePlace open(Path directory) {
        try {
            SecureDirectoryStream<Path> target = secure(Files.newDirectoryStream(directory));
            try {
                clearLeftovers(target);
                Path staged = Files.createTempDirectory(
                        directory,
                        PREFIX + ProcessHandle.current().pid() + "-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Path name = MountedFiles.nameOf(staged);
                return new RestorePlace(
                        directory, name, target, secure(target.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)));
            } catch (IOException | RuntimeException e) {
                target.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new Refusal(ExitCode.NOT_FOUND, "there is no directory " + directory, "make it first");
        } catch (IOException e) {
            throw failed("restoring into " + directory, e);
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("the file system has no descriptors of directories");
    }

    private static void clearLeftovers(SecureDirectoryStream<Path> target) throws IOException {
        for (Path each : names(target)) {
            Matcher name = NAME.matcher(each.toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                remove(target, each);
            }
        }
    }

    /** All of them before the first is moved or removed. */
    private static List<Path> names(SecureDirectoryStream<Path> directory) {
        List<Path> names = new ArrayList<>();
        directory.forEach(each -> names.add(MountedFiles.nameOf(each)));
        return names;
    }

    /** The directory to copy into, by name: whoever enters it must prove that it is {@link #isStaging this one}. */
    Path staging() {
        return directory.resolve(stagingName);
    }

    /** Whether a directory is the one that was made here, and not one that somebody has put in its place. */
    boolean isStaging(Path other) {
        try {
            Object key = staging.getFileAttributeView(BasicFileAttributeView.class)
                    .readAttributes()
                    .fileKey();
            return key != null
                    && key.equals(Files.readAttributes(other, BasicFileAttributes.class)
                            .fileKey());
        } catch (IOException e) {
            throw failed("looking at " + other, e);
        }
    }

    /**
     * Refuses what would replace something.
     *
     * @throws Refusal if one of these names is taken
     */
    void requireAbsent(List<Path> names) {
        for (Path name : names) {
            if (find(target, name).isPresent()) {
                throw new Refusal(
                        ExitCode.CONFLICT,
                        EscapedName.of(directory.resolve(name)) + " exists",
                        "--overwrite replaces files; choose another directory otherwise");
            }
        }
    }

    /** Gives what was copied its names. What would put a directory in the place of a file, or the other way round, is found before anything is. */
    void putInPlace(List<Path> names) {
        try {
            for (Path name : names) {
                requireAlike(staging, target, name);
            }
            for (Path name : names) {
                merge(staging, target, name);
            }
        } catch (IOException e) {
            throw failed("restoring into " + directory, e);
        }
    }

    private static void requireAlike(SecureDirectoryStream<Path> from, SecureDirectoryStream<Path> to, Path name)
            throws IOException {
        Optional<BasicFileAttributes> there = find(to, name);
        boolean isDirectory = find(from, name).orElseThrow().isDirectory();
        if (there.isEmpty()) {
            return;
        }
        if (there.get().isDirectory() != isDirectory) {
            throw new Refusal(
                    ExitCode.CONFLICT,
                    EscapedName.of(name) + " is a directory in " + (isDirectory ? "the snapshot" : "the target")
                            + " and none in the other",
                    "remove or rename it first");
        }
        if (isDirectory) {
            try (SecureDirectoryStream<Path> inner = from.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
                    SecureDirectoryStream<Path> into = to.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                for (Path each : inner) {
                    requireAlike(inner, into, MountedFiles.nameOf(each));
                }
            }
        }
    }

    private static void merge(SecureDirectoryStream<Path> from, SecureDirectoryStream<Path> to, Path name)
            throws IOException {
        boolean isDirectory = find(from, name).orElseThrow().isDirectory();
        if (!isDirectory || find(to, name).isEmpty()) {
            from.move(name, to, name);
            return;
        }
        try (SecureDirectoryStream<Path> inner = from.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
                SecureDirectoryStream<Path> into = to.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path each : names(inner)) {
                merge(inner, into, each);
            }
        }
    }

    private static Optional<BasicFileAttributes> find(SecureDirectoryStream<Path> directory, Path name) {
        try {
            return Optional.of(directory
                    .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("looking at " + EscapedName.of(name), e);
        }
    }

    private static void remove(SecureDirectoryStream<Path> from, Path name) throws IOException {
        if (!find(from, name).orElseThrow().isDirectory()) {
            from.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> inner = from.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path each : names(inner)) {
                remove(inner, each);
            }
        }
        from.deleteDirectory(name);
    }

    /** Clears away what got no name. */
    @Override
    public void close() {
        try (target;
                staging) {
            remove(target, stagingName);
        } catch (IOException e) {
            throw failed("clearing " + staging() + " away", e);
        }
    }

    private static Refusal failed(String attempt, IOException cause) {
        return new Refusal(
                ExitCode.FAILED,
                attempt + " failed: " + cause.getClass().getSimpleName() + " " + cause.getMessage(),
                "what was restored before stays");
    }
}
