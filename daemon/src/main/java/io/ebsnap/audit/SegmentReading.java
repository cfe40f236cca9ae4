package io.ebsnap.audit;

import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a segment hold.
 *
 * @param header empty if the first line is not right
 * @param lines that are right, in their order
 * @param last hash of the last of them, or of the header
 * @param endBytes where the next line goes
 * @param fault what is wrong behind that; null if there is nothing but zeros
 */
record SegmentReading(
        Optional<SegmentHeader> header,
        List<Placed> lines,
        ChainHash last,
        int endBytes,
        @Nullable Fault fault) {

    /** What is behind the last line that is right. */
    enum Fault {
        /** The beginning of a line, as a crash leaves it. */
        TORN,
        /** Something else. */
        DAMAGED
    }

    /** A line with its hash. */
    record Placed(AuditLine line, ChainHash hash) {}

    SegmentReading {
        lines = List.copyOf(lines);
    }

    /**
     * Reads a segment.
     *
     * @param expected hash of the line before; empty if the header is to be believed, whose own hash proves it
     */
    static SegmentReading of(byte[] bytes, Chain chain, AuditText text, Optional<ChainHash> expected) {
        int end = lineEnd(bytes, 0);
        Optional<Chain.Link> first = end < 0 ? Optional.empty() : header(Arrays.copyOf(bytes, end), chain);
        Optional<SegmentHeader> header = first.map(link -> text.header(link.text()))
                .filter(found -> expected.isEmpty() || expected.get().is(found.previous()));
        if (first.isEmpty() || header.isEmpty()) {
            return new SegmentReading(Optional.empty(), List.of(), ChainHash.NONE, 0, Fault.DAMAGED);
        }
        return new Lines(bytes, chain, text).behind(header.get(), first.get(), end + 1);
    }

    private static Optional<Chain.Link> header(byte[] line, Chain chain) {
        try {
            ChainHash previous = previous(line);
            return chain.read(previous, line);
        } catch (Failure.Corrupt e) {
            return Optional.empty();
        }
    }

    /** The header says itself what it stands behind; its hash tells whether that is so. */
    private static ChainHash previous(byte[] line) {
        return AuditText.previous(Chain.textOf(line));
    }

    /** The lines of a segment. */
    @SuppressWarnings("ArrayRecordComponent") // a window on the caller's bytes
    private record Lines(byte[] bytes, Chain chain, AuditText text) {

        SegmentReading behind(SegmentHeader header, Chain.Link first, int begin) {
            List<Placed> found = new ArrayList<>();
            ChainHash last = first.hash();
            int position = begin;
            long next = header.first();
            for (int end = lineEnd(bytes, position); end >= 0; end = lineEnd(bytes, position)) {
                Optional<Chain.Link> link = chain.read(last, Arrays.copyOfRange(bytes, position, end));
                if (link.isEmpty()) {
                    break;
                }
                AuditLine line = text.line(link.get().text());
                if (line.sequence() != next) {
                    break;
                }
                last = link.get().hash();
                found.add(new Placed(line, last));
                position = end + 1;
                next++;
            }
            return new SegmentReading(Optional.of(header), found, last, position, faultAt(bytes, position));
        }
    }

    private static @Nullable Fault faultAt(byte[] bytes, int position) {
        if (isZeros(bytes, position)) {
            return null;
        }
        int end = lineEnd(bytes, position);
        return end < 0 || isZeros(bytes, end + 1) ? Fault.TORN : Fault.DAMAGED;
    }

    private static boolean isZeros(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length && bytes[i] != 0; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
