package io.ebsnap.store.file;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.ReplicaUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files under a directory: see {@code docs/format/store.md}. One process at a time, which the data directory's
 * lock sees to. Because names are paths here, no object's name may be a directory of another's.
 *
 * <p>What a power cut leaves: of an unfinished put either nothing, or a file in {@code .uploads} that the next opening
 * removes, or the whole object; of an unfinished replacement the one object or the other; of an unfinished delete the whole object or nothing.
 */
public final class FileObjectStore implements ReplicaStore {

    private static final String UPLOADS = ".uploads";
    private static final int OPEN_FILES_MAX = 64;
    private static final int READ_BYTES_MAX = 1 << 20;
    private static final int REOPENED_MAX = 16;

    private final Path root;
    private final Path uploads;
    private final FileOperations files;
    private final RandomGenerator random;
    private final Medium medium;
    private final Directories directories;
    private final OpenFiles openFiles;
    private volatile boolean closed;

    private FileObjectStore(Path root, FileOperations files, RandomGenerator random) {
        this.root = root;
        this.uploads = root.resolve(UPLOADS);
        this.files = files;
        this.random = random;
        this.medium = new Medium(files, root);
        this.directories = new Directories(files, root);
        this.openFiles = new OpenFiles(files, OPEN_FILES_MAX);
    }

    /**
     * Opens the store in a directory, which is made if it is not there (its parent must be), and removes what unfinished uploads have left.
     *
     * @param root an absolute path
     * @param random names uploads; used by one thread at a time
     */
    public static FileObjectStore open(Path root, FileOperations files, RandomGenerator random) {
        FileObjectStore store = new FileObjectStore(root.toAbsolutePath().normalize(), files, random);
        store.prepare();
        return store;
    }

    @Override
    public ReplicaUpload begin(ObjectName name) {
        requireOpen();
        Path upload = uploads.resolve(randomName());
        try {
            return new FileUpload(this, name, upload, files.create(upload));
        } catch (IOException e) {
            throw medium.notWritten("beginning to put " + name, e);
        }
    }

    @Override
    public long size(ObjectName name) {
        return find(name).orElseThrow(() -> notFound(name, null));
    }

    @Override
    public boolean exists(ObjectName name) {
        return find(name).isPresent();
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        requireOpen();
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " of " + name);
        }
        try {
            long end = offset + target.remaining();
            for (int attempt = 1; !tryRead(name, end, target); attempt++) {
                if (attempt == REOPENED_MAX) {
                    throw new IOException("the file was closed " + attempt + " times");
                }
            }
        } catch (NoSuchFileException e) {
            throw notFound(name, e);
        } catch (IOException e) {
            throw Medium.refused("reading " + name + " at " + offset, e);
        }
    }

    @Override
    public Stream<ObjectName> list(String prefix) {
        requireOpen();
        String directory = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        if (!directory.isEmpty() && !ObjectName.isValid(directory.substring(0, directory.length() - 1))) {
            return Stream.empty();
        }
        return Listing.of(files, root, directory).filter(name -> name.value().startsWith(prefix));
    }

    @Override
    public boolean delete(ObjectName name) {
        requireOpen();
        Path path = path(name);
        Path directory = path.resolveSibling("");
        try {
            boolean deleted = directories.change(() -> unlinkDurably(path, directory));
            openFiles.discard(path);
            directories.removeIfEmpty(directory);
            return deleted;
        } catch (IOException e) {
            throw Medium.refused("deleting " + name, e);
        }
    }

    @Override
    public long freeBytes() {
        requireOpen();
        try {
            return files.freeBytes(root);
        } catch (IOException e) {
            throw Medium.refused("asking for the free space of " + root, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            openFiles.close();
        } catch (IOException e) {
            throw Medium.refused("closing the files of " + root, e);
        }
    }

    Medium medium() {
        return medium;
    }

    /** Gives a durable upload its name. The upload's file is gone afterwards, whatever the outcome. */
    boolean publish(ObjectName name, Path upload) {
        return named("putting " + name, path(name), upload, this::linkDurably);
    }

    /** Gives a durable upload its name, in the place of what has it. */
    void replace(ObjectName name, Path upload) {
        boolean unused = named("replacing " + name, path(name), upload, this::renameDurably);
    }

    /** Removes the file of an upload that is not wanted, if it is still there. */
    void discardUpload(Path upload) {
        try {
            files.unlink(upload);
        } catch (IOException e) {
            throw Medium.refused("removing the upload " + upload, e);
        }
    }

    private void prepare() {
        try {
            files.createDirectory(root);
            files.forceDirectory(root.resolveSibling(""));
            files.createDirectory(uploads);
            for (FileOperations.Entry left : files.list(uploads)) {
                files.unlink(uploads.resolve(left.name()));
            }
            files.forceDirectory(root);
        } catch (IOException e) {
            throw medium.notWritten("opening the store " + root, e);
        }
    }

    /** A way to give an upload its name; whether it has it now. */
    @FunctionalInterface
    private interface Naming {
        boolean run(Path path, Path upload, Path directory) throws IOException;
    }

    private boolean named(String doing, Path path, Path upload, Naming naming) {
        requireOpen();
        Path directory = path.resolveSibling("");
        try {
            boolean put = directories.changeIn(directory, () -> naming.run(path, upload, directory));
            if (!put && files.size(path).isEmpty()) {
                throw new IOException(path + " is not a file");
            }
            return put;
        } catch (IOException e) {
            throw medium.notWritten(doing, e);
        }
    }

    /** When a name is taken, whoever took it may not have made it durable yet; the caller relies on its being there. */
    private boolean linkDurably(Path path, Path upload, Path directory) throws IOException {
        boolean linked = files.link(path, upload);
        try {
            files.unlink(upload);
            files.forceDirectory(directory);
            files.forceDirectory(uploads);
            return linked;
        } catch (IOException e) {
            if (linked) {
                takeBack(path, directory, e);
            }
            throw e;
        }
    }

    /** What was replaced is read no more as soon as its name is gone, even if the new one then cannot be made durable. */
    private boolean renameDurably(Path path, Path upload, Path directory) throws IOException {
        files.rename(upload, path);
        openFiles.discard(path);
        files.forceDirectory(directory);
        files.forceDirectory(uploads);
        return true;
    }

    /** The caller is told that the put failed, so the object must not be seen by anybody. */
    private void takeBack(Path path, Path directory, IOException failure) {
        try {
            unlinkDurably(path, directory);
            openFiles.discard(path);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Also when the name is gone: whoever removed it may not have made that durable yet. */
    private boolean unlinkDurably(Path path, Path directory) throws IOException {
        try {
            boolean unlinked = files.unlink(path);
            files.forceDirectory(directory);
            return unlinked;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private OptionalLong find(ObjectName name) {
        requireOpen();
        try {
            return files.size(path(name));
        } catch (IOException e) {
            throw Medium.refused("looking for " + name, e);
        }
    }

    /**
     * Reads what is left of a range.
     *
     * @return false if another reader's interruption closed the file under this one
     */
    private boolean tryRead(ObjectName name, long end, ByteBuffer target) throws IOException {
        Path path = path(name);
        OpenFiles.Use use = openFiles.acquire(path);
        try {
            fill(name, use.file(), end, target);
            return true;
        } catch (ClosedChannelException e) {
            openFiles.discard(path, use);
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return false;
        } finally {
            openFiles.release(use);
        }
    }

    private static void fill(ObjectName name, FileOperations.ReadableFile file, long end, ByteBuffer target)
            throws IOException {
        int limit = target.limit();
        if (end < 0 || end > file.size()) {
            throw new Failure.Corrupt("reading " + target.remaining() + " bytes up to " + end + " of " + name
                    + ": it ends at " + file.size());
        }
        try {
            while (target.position() < limit) {
                long position = end - (limit - target.position());
                target.limit(Math.min(limit, target.position() + READ_BYTES_MAX));
                if (file.read(target, position) < 0) {
                    throw new Failure.Corrupt("reading " + name + ": it ends at " + position);
                }
            }
        } finally {
            target.limit(limit);
        }
    }

    private static Failure notFound(ObjectName name, @Nullable IOException cause) {
        return new Failure.NotFound("there is no object " + name, cause);
    }

    private Path path(ObjectName name) {
        return root.resolve(name.value());
    }

    private String randomName() {
        byte[] bytes = new byte[16];
        synchronized (random) {
            random.nextBytes(bytes);
        }
        return HexFormat.of().formatHex(bytes);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }
}
