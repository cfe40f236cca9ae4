package io.ebsnap.store.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.store.file.FileOperations.ReadableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bounded number of files that are kept open for reading, because packs are read at many places by several threads. A file
 * that is no longer kept is closed when its last reader is done with it, never before.
 */
final class OpenFiles {

    private final FileOperations files;
    private final int keptMax;

    @GuardedBy("this")
    private final Map<Path, Use> kept = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("this")
    private boolean closed;

    OpenFiles(FileOperations files, int keptMax) {
        this.files = files;
        this.keptMax = keptMax;
    }

    /**
     * Opens a file or takes one that is open. To be given to {@link #release} by the same caller. Opening and remembering are one step, so
     * that a file whose name is gone before {@link #discard} is called is not remembered after it.
     */
    synchronized Use acquire(Path path) throws IOException {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        Use use = kept.get(path);
        if (use == null) {
            use = new Use(files.open(path));
            kept.put(path, use);
            closeEldest();
        }
        use.readers++;
        return use;
    }

    synchronized void release(Use use) throws IOException {
        use.readers--;
        closeIfUnused(use);
    }

    /** Keeps a file open no longer: it is deleted, or its channel is broken. */
    synchronized void discard(Path path) throws IOException {
        Use use = kept.remove(path);
        if (use != null) {
            drop(use);
        }
    }

    /** As {@link #discard(Path)}, unless the file was opened anew since. */
    synchronized void discard(Path path, Use broken) throws IOException {
        if (kept.get(path) == broken) {
            discard(path);
        }
    }

    synchronized void close() throws IOException {
        closed = true;
        Iterator<Use> uses = kept.values().iterator();
        while (uses.hasNext()) {
            Use use = uses.next();
            uses.remove();
            drop(use);
        }
    }

    @GuardedBy("this")
    private void closeEldest() throws IOException {
        if (kept.size() > keptMax) {
            Iterator<Use> uses = kept.values().iterator();
            Use eldest = uses.next();
            uses.remove();
            drop(eldest);
        }
    }

    @GuardedBy("this")
    private void drop(Use use) throws IOException {
        use.isKept = false;
        closeIfUnused(use);
    }

    @GuardedBy("this")
    private void closeIfUnused(Use use) throws IOException {
        if (!use.isKept && use.readers == 0) {
            use.file.close();
        }
    }

    /** An open file and how many read it. Its counters are guarded by the {@link OpenFiles}. */
    static final class Use {
        private final ReadableFile file;
        private int readers;
        private boolean isKept = true;

        private Use(ReadableFile file) {
            this.file = file;
        }

        ReadableFile file() {
            return file;
        }
    }
}
