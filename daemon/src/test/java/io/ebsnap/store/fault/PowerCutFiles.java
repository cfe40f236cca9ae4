package io.ebsnap.store.fault;

import io.ebsnap.store.fault.DiskNode.DiskDirectory;
import io.ebsnap.store.fault.DiskNode.DiskFile;
import io.ebsnap.store.file.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The file system of a {@link PowerCutDisk}, from one opening to the next cut. */
final class PowerCutFiles implements FileOperations {

    private final PowerCutDisk disk;
    private final long generation;

    PowerCutFiles(PowerCutDisk disk, long generation) {
        this.disk = disk;
        this.generation = generation;
    }

    @Override
    public boolean createDirectory(Path directory) throws IOException {
        return disk.change(generation, root -> {
            DiskDirectory parent = parent(root, directory);
            if (parent.get(last(directory)) != null) {
                return false;
            }
            parent.put(last(directory), new DiskDirectory());
            return true;
        });
    }

    @Override
    public boolean removeDirectory(Path directory) throws IOException {
        return disk.change(generation, root -> {
            DiskNode node = find(root, directory);
            if (!(node instanceof DiskDirectory found) || !found.entries().isEmpty()) {
                return false;
            }
            parent(root, directory).remove(last(directory));
            return true;
        });
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.change(generation, root -> {
            directory(root, directory).force();
            return true;
        });
    }

    @Override
    public List<Entry> list(Path directory) throws IOException {
        return disk.look(generation, root -> {
            List<Entry> entries = new ArrayList<>();
            if (find(root, directory) instanceof DiskDirectory found) {
                found.entries().forEach((name, node) -> entries.add(new Entry(name, node instanceof DiskDirectory)));
            }
            return entries;
        });
    }

    @Override
    public WritableFile create(Path file) throws IOException {
        DiskFile created = disk.change(generation, root -> {
            DiskDirectory parent = parent(root, file);
            if (parent.get(last(file)) != null) {
                throw new FileAlreadyExistsException(file.toString());
            }
            DiskFile empty = new DiskFile();
            parent.put(last(file), empty);
            return empty;
        });
        return new Writing(created);
    }

    @Override
    public ReadableFile open(Path file) throws IOException {
        return new Reading(disk.look(generation, root -> file(root, file)));
    }

    @Override
    public OptionalLong size(Path file) throws IOException {
        return disk.look(
                generation,
                root -> find(root, file) instanceof DiskFile found
                        ? OptionalLong.of(found.length())
                        : OptionalLong.empty());
    }

    @Override
    public boolean link(Path name, Path existing) throws IOException {
        return disk.change(generation, root -> {
            DiskFile file = file(root, existing);
            DiskDirectory parent = parent(root, name);
            if (parent.get(last(name)) != null) {
                return false;
            }
            parent.put(last(name), file);
            return true;
        });
    }

    /** Of a rename a cut leaves both names, the old or the new one: a journal would leave one, and nothing may rely on that. */
    @Override
    public void rename(Path existing, Path name) throws IOException {
        disk.change(generation, root -> {
            DiskFile file = file(root, existing);
            DiskDirectory parent = parent(root, name);
            if (parent.get(last(name)) instanceof DiskDirectory) {
                throw new FileSystemException(name.toString(), null, "Is a directory");
            }
            parent.put(last(name), file);
            parent(root, existing).remove(last(existing));
            return true;
        });
    }

    @Override
    public boolean unlink(Path file) throws IOException {
        return disk.change(generation, root -> {
            if (find(root, file) == null) {
                return false;
            }
            parent(root, file).remove(last(file));
            return true;
        });
    }

    @Override
    public long freeBytes(Path directory) {
        return disk.freeBytes(generation);
    }

    private static @Nullable DiskNode find(DiskDirectory root, Path path) {
        DiskNode node = root;
        for (Path segment : path) {
            if (!(node instanceof DiskDirectory directory)) {
                return null;
            }
            node = directory.get(segment.toString());
        }
        return node;
    }

    private static DiskDirectory directory(DiskDirectory root, Path path) throws IOException {
        return switch (find(root, path)) {
            case DiskDirectory directory -> directory;
            case DiskFile file -> throw new FileSystemException(path.toString(), null, "Not a directory");
            case null -> throw new NoSuchFileException(path.toString());
        };
    }

    private static DiskFile file(DiskDirectory root, Path path) throws IOException {
        return switch (find(root, path)) {
            case DiskFile file -> file;
            case DiskDirectory directory -> throw new FileSystemException(path.toString(), null, "Is a directory");
            case null -> throw new NoSuchFileException(path.toString());
        };
    }

    private static DiskDirectory parent(DiskDirectory root, Path path) throws IOException {
        return directory(root, path.resolveSibling(""));
    }

    private static String last(Path path) {
        return path.getName(path.getNameCount() - 1).toString();
    }

    private final class Writing implements WritableFile {
        private final DiskFile file;

        private Writing(DiskFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] more = new byte[bytes.remaining()];
            bytes.get(more);
            disk.change(generation, root -> {
                if (disk.freeBytes(generation) < more.length) {
                    throw new IOException("No space left on device");
                }
                file.append(more);
                return true;
            });
        }

        @Override
        public void force() throws IOException {
            disk.change(generation, root -> {
                file.force();
                return true;
            });
        }

        @Override
        public void close() {
            // Closing makes nothing durable.
        }
    }

    private final class Reading implements ReadableFile {
        private final DiskFile file;

        private Reading(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            return disk.look(generation, root -> {
                if (offset >= file.length()) {
                    return -1;
                }
                int count = (int) Math.min(target.remaining(), file.length() - offset);
                target.put(file.bytes(), (int) offset, count);
                return count;
            });
        }

        @Override
        public long size() throws IOException {
            return disk.look(generation, root -> (long) file.length());
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
