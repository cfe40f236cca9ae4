package io.ebsnap.socket;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a Unix socket is. A new socket is made in a directory that only the daemon can enter and gets its rights there;
 * then it is renamed to its place, so that at no moment somebody else can come in. Bound and released by one thread.
 */
public final class SocketPlace {

    /** So many clients may come at the same moment; one more is told to try again, which hardly any does. */
    private static final int BACKLOG = 256;

    private static final Logger LOG = LoggerFactory.getLogger(SocketPlace.class);
    private static final String CRADLE = ".n";
    private static final String NEWBORN = "s";

    private final Path path;
    private final String group;
    private Optional<Object> inode = Optional.empty();

    /**
     * A place where nothing is done yet.
     *
     * @param path absolute
     * @param group whose members may connect, besides the daemon's own user and root; where there is no such group, nobody more may
     */
    public SocketPlace(Path path, String group) {
        this.path = path;
        this.group = group;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Makes the socket's directory, if there is none, so that the group can enter it. To be called before anybody puts something of its own there.
     *
     * @throws Failure.Unavailable if the file system refuses
     */
    public void prepare() {
        try {
            makeDirectory(Objects.requireNonNull(path.getParent(), "path of a socket"));
        } catch (IOException e) {
            throw new Failure.Unavailable("making the directory of the socket " + path + ": " + e, e);
        }
    }

    /**
     * Binds the socket, replacing one that a dead daemon has left.
     *
     * @throws Failure.Conflict if a living daemon listens there, or something else is in the place
     * @throws Failure.Unavailable if the file system refuses
     */
    public ServerSocketChannel bind() {
        try {
            makeDirectory(Objects.requireNonNull(path.getParent(), "path of a socket"));
            requireFree();
            return bindAndMove();
        } catch (IOException e) {
            throw new Failure.Unavailable("making the socket " + path + ": " + e, e);
        }
    }

    /**
     * As {@link #bind}, by somebody who has a server of their own.
     *
     * @param binder makes a socket at the path that it is given, which is then renamed
     */
    public void bindBy(Consumer<Path> binder) {
        try {
            makeDirectory(Objects.requireNonNull(path.getParent(), "path of a socket"));
            requireFree();
            binder.accept(newborn());
            move();
        } catch (IOException e) {
            throw new Failure.Unavailable("making the socket " + path + ": " + e, e);
        }
    }

    /** Takes the socket's name away, if it is still ours. */
    public void release() {
        try {
            if (inode.isPresent() && inode.equals(inodeOf(path))) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("socket={} stays behind", path, e);
        }
    }

    /** Those above it are made in the same way: the group comes through them. */
    private void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            makeDirectory(Objects.requireNonNull(directory.getParent(), "parent of the socket's directory"));
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            openToGroup(directory, "rwxr-x---");
        }
    }

    private void requireFree() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean isSocket = !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(
                                path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
        if (!isSocket) {
            throw new Failure.Conflict(path + " is in the place of the socket", "choose another path");
        }
        if (isAlive()) {
            throw new Failure.Conflict(
                    "a daemon listens at " + path + " already", "stop it first, or choose another path");
        }
        LOG.info("socket={} left by a daemon that is gone: replaced", path);
    }

    private boolean isAlive() {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private ServerSocketChannel bindAndMove() throws IOException {
        Path newborn = newborn();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(newborn), BACKLOG);
            move();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** A path in a directory that only the daemon can enter. */
    private Path newborn() throws IOException {
        Path cradle = path.resolveSibling(CRADLE);
        Path newborn = cradle.resolve(NEWBORN);
        Files.deleteIfExists(newborn);
        Files.deleteIfExists(cradle);
        Files.createDirectory(
                cradle, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return newborn;
    }

    private void move() throws IOException {
        Path cradle = path.resolveSibling(CRADLE);
        Path newborn = cradle.resolve(NEWBORN);
        Files.setPosixFilePermissions(newborn, PosixFilePermissions.fromString("rw-------"));
        openToGroup(newborn, "rw-rw----");
        Files.move(newborn, path, StandardCopyOption.ATOMIC_MOVE);
        inode = inodeOf(path);
        Files.delete(cradle);
    }

    /** Gives a file to the group; without such a group it stays the owner's alone. */
    private void openToGroup(Path file, String permissions) throws IOException {
        try {
            GroupPrincipal owner =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
            Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(owner);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (UserPrincipalNotFoundException e) {
            LOG.info("group={} does not exist: only root and the daemon's own user may use {}", group, path);
        }
    }

    private static Optional<Object> inodeOf(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS))
                : Optional.empty();
    }
}
