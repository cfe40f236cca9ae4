package io.ebsnap.audit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.Headroom;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log of {@code docs/format/audit.md}: lines are appended to it and never changed. Safe for use by several threads; one process at a
 * time, which the lock of the data directory sees to.
 *
 * <p>If a line cannot be written, the call fails, and whoever wanted to do what it announces does not do it. A log that failed in the middle of a line
 * goes on in another segment.
 */
public final class AuditLog implements AuditTrail, AutoCloseable {

    /** How long a segment is. */
    public static final int SEGMENT_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String TRIMMED = "trimAuditLog";
    private static final AuditLine.Outcome INTERRUPTED =
            new AuditLine.Outcome("interrupted", "the daemon ended before it was done");
    private static final int FINGERPRINT_DIGITS = 16;

    private final SegmentFiles files;
    private final Chain chain;
    private final AuditText text;
    private final Parts parts;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();

    /** What is not done yet, by sequence number. */
    @GuardedBy("lock")
    private final Map<Long, AuditLine> open = new LinkedHashMap<>();

    @GuardedBy("lock")
    private @Nullable SegmentWriter writer;

    @GuardedBy("lock")
    private ChainHash last = ChainHash.NONE;

    @GuardedBy("lock")
    private final OwnNumbers owned = new OwnNumbers();

    /** Of the next line. */
    @GuardedBy("lock")
    private long sequence = 1;

    @GuardedBy("lock")
    private boolean trimDue;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * What a log is made of.
     *
     * @param storeId whose log it is: 32 hex digits
     * @param keys prove and seal its lines
     * @param headroom given up where there is no room for the next segment
     * @param crashPoints is told of each durable step
     * @param bytesMax when all segments are longer together, the oldest go
     * @param daemon in whose name the log itself speaks
     */
    public record Parts(
            String storeId,
            AuditKeys keys,
            InstantSource clock,
            Headroom headroom,
            CrashPoints crashPoints,
            long bytesMax,
            Principal daemon) {}

    private AuditLog(SegmentFiles files, Parts parts) {
        this.files = files;
        this.parts = parts;
        this.chain = new Chain(parts.keys().mac());
        this.text = new AuditText(new LineSealing(parts.keys()));
    }

    /**
     * Opens the log of a directory, or begins one. What an earlier daemon has left undone is in {@link #undone()}.
     *
     * @param directory made if it is not there; its parent must be
     * @param segmentBytes how long segments are: {@link #SEGMENT_BYTES}, or less for tests
     * @throws Failure.Unavailable if its files cannot be used
     * @throws Failure.Exhausted if there is no room to begin
     */
    public static AuditLog open(Path directory, int segmentBytes, Parts parts) {
        SegmentFiles files = new SegmentFiles(directory, segmentBytes);
        files.prepare();
        AuditLog log = new AuditLog(files, parts);
        log.lock.lock();
        try {
            log.goOn();
        } finally {
            log.lock.unlock();
        }
        return log;
    }

    /** Requests and intents of which nobody has said yet what came of them, in their order. */
    public List<AuditLine> undone() {
        lock.lock();
        try {
            return List.copyOf(open.values());
        } finally {
            lock.unlock();
        }
    }

    /** Says of every request that an earlier daemon has left undone that it was interrupted. */
    public void answerInterrupted() {
        for (AuditLine line : undone()) {
            if (line.kind() == AuditKind.REQUEST) {
                end(AuditKind.RESPONSE, line.sequence(), line.deed(), INTERRUPTED);
            }
        }
    }

    /**
     * Says what is about to be done; durable when it returns.
     *
     * @param kind {@link AuditKind#REQUEST} or {@link AuditKind#INTENT}
     * @return the line's sequence number, for {@link #end}
     * @throws Failure.Exhausted if there is no room
     * @throws Failure.Unavailable if the disk refuses
     */
    public long begin(AuditKind kind, Deed deed) {
        lock.lock();
        try {
            return append(kind, 0, deed, AuditLine.Outcome.NONE);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says what came of something that was begun, or with {@code of} 0 that something has happened; durable when it returns.
     *
     * @throws Failure.Exhausted if there is no room
     * @throws Failure.Unavailable if the disk refuses
     */
    public void end(AuditKind kind, long of, Deed deed, AuditLine.Outcome outcome) {
        lock.lock();
        try {
            long unused = append(kind, of, deed, outcome);
        } finally {
            lock.unlock();
        }
    }

    /** Sequence number of the latest line; 0 if there is none. */
    public long latest() {
        lock.lock();
        try {
            return sequence - 1;
        } finally {
            lock.unlock();
        }
    }

    /** The number that an account's latest line has among its own; 0 if there is none. */
    long latestOf(String account) {
        lock.lock();
        try {
            return owned.latest(account);
        } finally {
            lock.unlock();
        }
    }

    /** What an account sees: what it asked for itself, and what became of its things. */
    public AuditTrail of(String account) {
        return new OwnTrail(this, files, reading(), account);
    }

    @Override
    public AuditReading.Part after(long after, int linesMax, Predicate<AuditLine> wanted) {
        return reading().after(after, linesMax, wanted);
    }

    @Override
    public AuditVerification verify(long asked) {
        return reading().verify(asked);
    }

    @Override
    public boolean await(long after, Duration limit) throws InterruptedException {
        return await(this::latest, after, limit);
    }

    /** Waits until a number is larger than another one. */
    boolean await(LongSupplier number, long after, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (number.getAsLong() <= after && !closed && nanos > 0) {
                nanos = grown.awaitNanos(nanos);
            }
            return number.getAsLong() > after;
        } finally {
            lock.unlock();
        }
    }

    /** A keyed hash of a text, by which one can be told from another. */
    String fingerprint(String text) {
        byte[] mac = parts.keys().mac().apply(text.getBytes(StandardCharsets.UTF_8));
        return ChainHash.of(mac).hex().substring(0, FINGERPRINT_DIGITS);
    }

    /** In whose name the daemon acts. */
    public Principal daemon() {
        return parts.daemon();
    }

    /** Reads it, beside what is written. */
    public AuditReading reading() {
        return new AuditReading(files, parts.keys(), this::latest);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
            if (writer != null) {
                writer.close();
                writer = null;
            }
            LOG.info("audit sequence={} hash={} closed", sequence - 1, last.hex());
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void goOn() {
        List<Long> all = files.all();
        if (all.isEmpty()) {
            beginSegment();
            return;
        }
        long first = all.getLast();
        SegmentReading reading = SegmentReading.of(files.read(first), chain, text, Optional.empty());
        reading.header().ifPresent(header -> replay(header, reading));
        if (reading.header().isEmpty() || reading.fault() == SegmentReading.Fault.DAMAGED) {
            if (reading.header().isEmpty()) {
                countBefore(all);
            }
            goOnBehindDamage(first);
        } else {
            writer = SegmentWriter.goingOn(files, first, reading);
        }
        LOG.info("audit sequence={} hash={} opened", sequence - 1, last.hex());
    }

    @GuardedBy("lock")
    private void replay(SegmentHeader header, SegmentReading reading) {
        owned.note(header.owners());
        header.open().forEach(line -> open.put(line.sequence(), line));
        reading.lines().forEach(placed -> note(placed.line()));
        sequence = header.first() + reading.lines().size();
        last = reading.last();
    }

    /** The numbers of accounts as far as they can be read in what is before a segment without a header. */
    @GuardedBy("lock")
    private void countBefore(List<Long> all) {
        int lost = 0;
        for (long segment : all.subList(0, all.size() - 1).reversed()) {
            SegmentReading reading = SegmentReading.of(files.read(segment), chain, text, Optional.empty());
            if (reading.header().isPresent()) {
                owned.note(reading.header().get().owners());
                reading.lines().forEach(placed -> owned.note(placed.line()));
                owned.skip((long) lost * files.segmentBytes());
                return;
            }
            lost++;
        }
    }

    /** How many lines there were nobody knows: not more than there are bytes. */
    @GuardedBy("lock")
    private void goOnBehindDamage(long first) {
        LOG.error("file={} is damaged and left as it is: ebsnap audit --verify", files.path(first));
        sequence = Math.addExact(first, files.segmentBytes());
        owned.skip(files.segmentBytes());
        beginSegment();
    }

    @GuardedBy("lock")
    private long append(AuditKind kind, long of, Deed deed, AuditLine.Outcome outcome) {
        if (closed) {
            throw new Failure.Unavailable("the audit log is closed: the daemon stops", null);
        }
        AuditLine begun = open.get(of);
        AuditLine.Own own = owned.next(deed, begun == null ? 0 : begun.own().sequence());
        AuditLine line = new AuditLine(sequence, now(), kind, of, deed, outcome, own);
        byte[] content = text.of(line);
        if (content.length > Chain.TEXT_BYTES_MAX) {
            line = new AuditLine(sequence, line.time(), kind, of, deed.brief(), outcome, own);
            content = text.of(line);
        }
        write(content);
        note(line);
        sequence++;
        parts.crashPoints().reached("audit.after-" + kind.word());
        grown.signalAll();
        if (trimDue) {
            trimDue = false;
            trim();
        }
        return line.sequence();
    }

    @GuardedBy("lock")
    private void write(byte[] content) {
        Chain.Link link = chain.after(last, content);
        if (writer == null || !writer.hasRoom(link.bytes().length)) {
            beginSegment();
            link = chain.after(last, content);
        }
        SegmentWriter current = Objects.requireNonNull(writer);
        try {
            current.append(link.bytes());
        } catch (RuntimeException failed) {
            current.close();
            writer = null;
            throw failed;
        }
        last = link.hash();
    }

    /** Its header is a line of the chain as well. */
    @GuardedBy("lock")
    private void beginSegment() {
        byte[] header =
                text.of(new SegmentHeader(parts.storeId(), sequence, last, List.copyOf(open.values()), owned.all()));
        Chain.Link link = chain.after(last, header);
        SegmentWriter next = created(link.bytes());
        if (writer != null) {
            writer.close();
        }
        writer = next;
        last = link.hash();
        parts.crashPoints().reached("audit.after-segment");
        LOG.info("audit sequence={} hash={} segment begun", sequence - 1, last.hex());
        trimDue = true;
    }

    @GuardedBy("lock")
    private SegmentWriter created(byte[] header) {
        try {
            return SegmentWriter.beginning(files, sequence, header);
        } catch (Failure.Exhausted full) {
            if (!released(full)) {
                throw full;
            }
            return SegmentWriter.beginning(files, sequence, header);
        }
    }

    private boolean released(Failure full) {
        try {
            return parts.headroom().release();
        } catch (Failure e) {
            full.addSuppressed(e);
            return false;
        }
    }

    @GuardedBy("lock")
    private void trim() {
        List<Long> all = files.all();
        long kept = Math.max(2, parts.bytesMax() / files.segmentBytes());
        long removed = all.size() - kept;
        if (removed <= 0) {
            return;
        }
        all.stream().limit(removed).forEach(files::remove);
        Deed deed =
                new Deed(parts.daemon(), "", TRIMMED, List.of(), Map.of("FirstSequence", String.valueOf(all.get((int)
                        removed))));
        long unused = append(AuditKind.EVENT, 0, deed, AuditLine.Outcome.SUCCEEDED);
    }

    @GuardedBy("lock")
    private void note(AuditLine line) {
        owned.note(line);
        if (line.kind().isOpen()) {
            open.put(line.sequence(), line);
        } else {
            open.remove(line.of());
        }
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
