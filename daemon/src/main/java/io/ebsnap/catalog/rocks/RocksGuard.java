package io.ebsnap.catalog.rocks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the database be used while it is open and by nobody afterwards: use is shared, opening and closing exclude it. After
 * a full disk RocksDB refuses every write for good; then the database is opened again as soon as there is room.
 */
final class RocksGuard implements AutoCloseable {

    /** Opening replays the log and writes a few files: with less room than this it is not tried, so that reading goes on. */
    private static final long ROOM_TO_REOPEN_BYTES = 64L << 20;

    /** Its presence says that reading has found damage, so that the next opening begins anew. */
    static final String DAMAGE_MARK = "DAMAGED";

    private static final Logger LOG = LoggerFactory.getLogger(RocksGuard.class);

    private final Path directory;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    @GuardedBy("lock")
    private @Nullable RocksSession session;

    @GuardedBy("lock")
    private boolean closed;

    private volatile boolean refusesWrites;

    /** Something to do with the open database. */
    @FunctionalInterface
    interface Use<T> {
        T with(RocksSession session) throws RocksDBException;
    }

    /** A guard of an open database, which it closes in the end. */
    RocksGuard(Path directory, RocksSession session) {
        this.directory = directory;
        this.session = session;
    }

    Path directory() {
        return directory;
    }

    /** Reads. Shared with other readers and writers. */
    <T> T read(String attempt, Use<T> use) {
        return shared(attempt, use);
    }

    /** Writes. Shared with other readers and writers. */
    <T> T write(String attempt, Use<T> use) {
        if (refusesWrites && hasRoom()) {
            reopen(attempt);
        }
        return shared(attempt, use);
    }

    /** Does something while nobody else uses the database. */
    <T> T alone(String attempt, Use<T> use) {
        return locked(lock.writeLock(), attempt, use);
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            RocksSession open = session;
            session = null;
            if (open != null) {
                open.close();
            }
        } catch (RocksDBException e) {
            throw RocksFailures.of("closing the index " + directory, e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T shared(String attempt, Use<T> use) {
        if (isWithoutSession()) {
            reopen(attempt);
        }
        return locked(lock.readLock(), attempt, use);
    }

    private <T> T locked(Lock held, String attempt, Use<T> use) {
        held.lock();
        try {
            return use.with(requireOpen());
        } catch (RocksDBException e) {
            throw noted(attempt, e);
        } catch (Failure.Corrupt e) {
            markDamage(e);
            throw e;
        } finally {
            held.unlock();
        }
    }

    private boolean isWithoutSession() {
        lock.readLock().lock();
        try {
            return session == null && !closed;
        } finally {
            lock.readLock().unlock();
        }
    }

    private RocksSession requireOpen() {
        RocksSession open = session;
        if (closed || open == null) {
            throw new IllegalStateException("the index " + directory + " is closed");
        }
        return open;
    }

    private Failure noted(String attempt, RocksDBException e) {
        Failure failure = RocksFailures.of(attempt, e);
        switch (failure) {
            case Failure.Exhausted full -> refusesWrites = true;
            case Failure.Corrupt damage -> markDamage(damage);
            default -> refusesWrites = true;
        }
        return failure;
    }

    private void markDamage(Failure damage) {
        try {
            Files.writeString(directory.resolve(DAMAGE_MARK), String.valueOf(damage.getMessage()));
        } catch (IOException e) {
            damage.addSuppressed(e);
        }
    }

    private boolean hasRoom() {
        try {
            return Files.getFileStore(directory).getUsableSpace() >= ROOM_TO_REOPEN_BYTES;
        } catch (IOException e) {
            throw new Failure.Unavailable("asking for the free space of " + directory, e);
        }
    }

    /** Closing may fail for the very reason that it is done for; what was written durably is in the log. */
    private void reopen(String attempt) {
        lock.writeLock().lock();
        try {
            if (closed || (session != null && !refusesWrites)) {
                return;
            }
            closeQuietly();
            session = RocksSession.open(directory.toString());
            refusesWrites = false;
        } catch (RocksDBException e) {
            throw RocksFailures.of(attempt + ": opening the index again", e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @GuardedBy("lock")
    private void closeQuietly() {
        RocksSession open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (RocksDBException e) {
                LOG.warn("index={} closing it to open it again failed: {}", directory, e.getMessage());
            }
        }
    }
}
