package io.ebsnap.catalog.rocks;

import io.ebsnap.failure.Failure;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB's errors mean to a caller. */
final class RocksFailures {

    private RocksFailures() {}

    /** The failure to throw for an error. */
    static Failure of(String attempt, RocksDBException e) {
        String message = attempt + ": " + e.getMessage();
        if (isFull(e)) {
            return new Failure.Exhausted(message, "free space on the file system of the index", e);
        }
        if (code(e) == Status.Code.Corruption) {
            return new Failure.Corrupt(message + " (the index is only a cache: store rebuild-index makes it anew)", e);
        }
        return new Failure.Unavailable(message, e);
    }

    static boolean isFull(RocksDBException e) {
        Status status = e.getStatus();
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            return true;
        }
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    /** Whether what is on disk is to blame, rather than the disk or the process. */
    static boolean isDamage(RocksDBException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return switch (code(e)) {
            case Corruption, InvalidArgument, NotSupported, NotFound -> true;
            case IOError -> message.contains("no such file") || message.contains("is a directory");
            default -> false;
        };
    }

    private static Status.Code code(RocksDBException e) {
        Status status = e.getStatus();
        return status == null ? Status.Code.Undefined : status.getCode();
    }
}
