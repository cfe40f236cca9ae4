package io.ebsnap.audit;

import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the audit log beside whoever writes it. Safe for use by several threads. */
public final class AuditReading {

    private static final Logger LOG = LoggerFactory.getLogger(AuditReading.class);

    /** A header that many requests are under way at has more. */
    private static final int HEADER_BYTES = 16 << 10;

    private final SegmentFiles files;
    private final Chain chain;
    private final AuditText text;
    private final LongSupplier latest;

    AuditReading(SegmentFiles files, AuditKeys keys, LongSupplier latest) {
        this.files = files;
        this.chain = new Chain(keys.mac());
        this.text = new AuditText(new LineSealing(keys));
        this.latest = latest;
    }

    /**
     * A part of the log.
     *
     * @param lines in their order
     * @param next what to give as {@code after} for the part behind it
     * @param isEnd whether there is nothing behind it now
     */
    public record Part(List<AuditLine> lines, long next, boolean isEnd) {}

    /** Sequence number of the first line that is kept. */
    public long first() {
        return files.all().getFirst();
    }

    /**
     * Lines behind one. Their hashes are not looked at; a line that cannot be read is left out.
     *
     * @param after sequence number; 0 for the beginning, which may have been removed
     * @param linesMax of those that are wanted
     */
    public Part after(long after, int linesMax, Predicate<AuditLine> wanted) {
        long end = latest.getAsLong();
        List<AuditLine> found = new ArrayList<>();
        long next = after;
        for (long segment : from(after + 1)) {
            if (segment > end) {
                break;
            }
            for (AuditLine line : lines(segment, after + 1, end)) {
                next = line.sequence();
                if (wanted.test(line)) {
                    found.add(line);
                }
                if (found.size() == linesMax) {
                    return new Part(found, next, next >= end);
                }
            }
        }
        return new Part(found, end, true);
    }

    /** The segment that a line lies in and all behind it; all, if that is gone. */
    private List<Long> from(long sequence) {
        List<Long> all = files.all();
        int begin = 0;
        while (begin + 1 < all.size() && all.get(begin + 1) <= sequence) {
            begin++;
        }
        return all.subList(begin, all.size());
    }

    /** Behind the header lines are numbered one by one, so those that are not wanted, or are just being written, need not be read. */
    List<AuditLine> lines(long segment, long begin, long end) {
        byte[] bytes;
        try {
            bytes = files.read(segment);
        } catch (Failure.Unavailable removed) {
            if (files.all().contains(segment)) {
                throw removed;
            }
            return List.of();
        }
        List<AuditLine> lines = new ArrayList<>();
        long sequence = segment - 1; // that of the header, which has none
        int position = 0;
        for (int i = 0; i < bytes.length && bytes[i] != 0 && sequence <= end; i++) {
            if (bytes[i] == '\n') {
                if (sequence >= segment && sequence >= begin) {
                    line(segment, Arrays.copyOfRange(bytes, position, i)).ifPresent(lines::add);
                }
                position = i + 1;
                sequence++;
            }
        }
        return lines;
    }

    /**
     * The first line of a segment, whose hash is not looked at.
     *
     * @throws Failure.Corrupt if it cannot be read
     * @throws Failure.Unavailable if the segment cannot, or was removed
     */
    SegmentHeader header(long segment) {
        byte[] bytes = files.read(segment, HEADER_BYTES);
        int end = lineEnd(bytes);
        if (end < 0) {
            bytes = files.read(segment);
            end = lineEnd(bytes);
        }
        return text.header(Chain.textOf(Arrays.copyOf(bytes, Math.max(0, end))));
    }

    private static int lineEnd(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end < bytes.length ? end : -1;
    }

    private Optional<AuditLine> line(long segment, byte[] line) {
        try {
            return Optional.of(text.line(Chain.textOf(line)));
        } catch (Failure.Corrupt | Failure.TooNew e) {
            LOG.warn("file={} has a line that cannot be read: ebsnap audit --verify", files.path(segment));
            return Optional.empty();
        }
    }

    /**
     * Proves every line.
     *
     * @param asked sequence number of a line whose hash is wanted; 0 for none
     */
    public AuditVerification verify(long asked) {
        return new AuditVerifying(files, chain, text, latest.getAsLong()).verify(asked);
    }
}
