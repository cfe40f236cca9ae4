package io.ebsnap.store.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The directories under a store's root, made when they are needed and removed when they are empty.
 *
 * <p>A directory is used only when its own name is durable, which whoever uses it first in this process sees to: another thread may
 * have made it a moment ago and not be done. Changes of names run under the read lock, from the change to its being
 * durable; making and removing directories under the write lock, so that no directory goes while a name in it is changing.
 */
final class Directories {

    private static final int REMEMBERED_MAX = 4096;
    private static final int ATTEMPTS_MAX = 100;

    private final FileOperations files;
    private final Path root;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    @GuardedBy("durable")
    private final Map<Path, Boolean> durable = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /** What changes a name in a directory and makes that durable. */
    @FunctionalInterface
    interface Change {
        boolean run() throws IOException;
    }

    Directories(FileOperations files, Path root) {
        this.files = files;
        this.root = root;
    }

    /** Runs a change of a name in a directory, which is made if need be. */
    boolean changeIn(Path directory, Change change) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                ensure(directory);
                return change(change);
            } catch (NoSuchFileException e) {
                // Somebody deleted the last object beside us, and the directory with it.
                forget(directory);
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    /** Runs a change of a name; no directory goes meanwhile. */
    boolean change(Change change) throws IOException {
        lock.readLock().lock();
        try {
            return change.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Removes a directory if nothing is in it, unless it is the root or stands directly under it. */
    void removeIfEmpty(Path directory) throws IOException {
        if (directory.getNameCount() < root.getNameCount() + 2) {
            return;
        }
        lock.writeLock().lock();
        try {
            if (files.removeDirectory(directory)) {
                forget(directory);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void ensure(Path directory) throws IOException {
        if (!isDurable(directory)) {
            lock.writeLock().lock();
            try {
                makeDurable(directory);
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    private void makeDurable(Path directory) throws IOException {
        if (isDurable(directory)) {
            return;
        }
        Path parent = directory.resolveSibling("");
        makeDurable(parent);
        files.createDirectory(directory);
        files.forceDirectory(parent);
        synchronized (durable) {
            durable.put(directory, true);
        }
    }

    private boolean isDurable(Path directory) {
        if (directory.getNameCount() <= root.getNameCount()) {
            return true;
        }
        synchronized (durable) {
            return durable.get(directory) != null;
        }
    }

    /** Those above it too: it may be missing because one of them is. Those below it are gone already, each by its own removal. */
    private void forget(Path directory) {
        synchronized (durable) {
            for (Path each = directory; each.getNameCount() > root.getNameCount(); each = each.resolveSibling("")) {
                durable.remove(each);
            }
        }
    }
}
