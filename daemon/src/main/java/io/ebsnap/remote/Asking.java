package io.ebsnap.remote;

import io.ebsnap.compress.BlockDecompressor;
import io.ebsnap.compress.Codec;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantPage;
import io.ebsnap.snapshot.DistantSum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Asks on one line, one question after the other. After any failure it is closed. To be used by one thread at a time; any may close it. */
final class Asking implements AutoCloseable {

    private final Line line;
    private final Remote remote;
    private final RemoteLimits limits;
    private final BlockDecompressor decompressor;
    private final InstantSource clock;
    private final FrameWriter out = new FrameWriter(Protocol.QUESTION_BYTES_MAX);
    private final byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];

    /**
     * Who is asked.
     *
     * @param name as people here call it
     * @param hello what it said of itself
     */
    record Remote(String name, Hello hello) {}

    /**
     * What asking takes.
     *
     * @param limits how long an answer may take
     * @param decompressor of blocks
     * @param clock the time of day
     */
    record Tools(RemoteLimits limits, BlockDecompressor decompressor, InstantSource clock) {}

    Asking(Line line, Remote remote, Tools tools) {
        this.line = line;
        this.remote = remote;
        this.limits = tools.limits();
        this.decompressor = tools.decompressor();
        this.clock = tools.clock();
        line.expect(Protocol.ANSWER_BYTES_MAX);
    }

    Hello hello() {
        return remote.hello();
    }

    /** All snapshots that may be copied, so many at most. */
    List<DistantFacts> list(int max) throws IOException {
        List<DistantFacts> all = new ArrayList<>();
        long next = 0;
        while (next >= 0 && all.size() < max) {
            out.begin(Protocol.LIST).i64(next);
            FrameReader in = answer(Protocol.LIST);
            next = in.i64("a place in the list", -1, Integer.MAX_VALUE);
            int count = in.u16("snapshots", Protocol.LIST_MAX);
            for (int i = 0; i < count; i++) {
                all.add(Messages.facts(in, clock.instant()));
            }
            in.end();
            if (count == 0) {
                break;
            }
        }
        return all;
    }

    /** Opens a snapshot: what follows is about it. */
    DistantFacts open(SnapshotId id) throws IOException {
        out.begin(Protocol.OPEN);
        Messages.id(out, id);
        FrameReader in = answer(Protocol.OPEN);
        DistantFacts facts = Messages.facts(in, clock.instant());
        in.end();
        if (!facts.snapshot().equals(id)) {
            throw in.nonsense("it is about " + facts.snapshot() + ", and " + id + " was asked for");
        }
        return facts;
    }

    boolean isComparableTo(SnapshotId earlier) throws IOException {
        out.begin(Protocol.COMPARABLE);
        Messages.id(out, earlier);
        FrameReader in = answer(Protocol.COMPARABLE);
        boolean comparable = in.u8() != 0;
        in.end();
        return comparable;
    }

    /** @param blockCount of the volume */
    DistantPage page(Optional<SnapshotId> since, long from, long blockCount) throws IOException {
        out.begin(Protocol.PAGE);
        Messages.since(out, since);
        out.i64(from);
        FrameReader in = answer(Protocol.PAGE);
        DistantPage page = Messages.page(in, from, blockCount);
        in.end();
        return page;
    }

    DistantSum sum(Optional<SnapshotId> since, VolumeGeometry geometry) throws IOException {
        long blocks = 0;
        long bytes = 0;
        for (long from = 0; from < geometry.blockCount(); ) {
            out.begin(Protocol.SUM);
            Messages.since(out, since);
            out.i64(from);
            FrameReader in = answer(Protocol.SUM);
            blocks += in.i64("a count of blocks", 0, geometry.blockCount() - blocks);
            bytes += in.i64("a count of bytes", 0, geometry.sizeBytes() - bytes);
            from = in.i64("the next block", from + 1, geometry.blockCount());
            in.end();
        }
        return new DistantSum(blocks, bytes);
    }

    /** Fetches a block, zeros for a hole, of exactly the length that {@code target} has room for. */
    void read(long index, ByteBuffer target) throws IOException {
        out.begin(Protocol.READ).i64(index);
        FrameReader in = answer(Protocol.READ);
        int codec = in.u8();
        int length = in.u32();
        int expected = in.u32();
        if (length == 0) {
            in.end();
            target.put(new byte[target.remaining()]);
            return;
        }
        if (length != target.remaining() || codec > Codec.LZ4.code()) {
            throw in.nonsense("block " + index + " has " + length + " bytes in codec " + codec + ", and "
                    + target.remaining() + " were asked for");
        }
        decompressor.decompress(
                Codec.ofCode(codec),
                new ArraySlice(in.array(), in.position(), in.remaining()),
                new ArraySlice(block, 0, length));
        CRC32C sum = new CRC32C();
        sum.update(block, 0, length);
        if ((int) sum.getValue() != expected) {
            throw new Failure.Corrupt("block " + index + " from remote " + remote.name() + " is not what was sent: its"
                    + " checksum does not match");
        }
        target.put(block, 0, length);
    }

    /** What a copy of a snapshot from here would take there. */
    PushPlan planPush(PushOrder order) throws IOException {
        order.write(out.begin(Protocol.PLAN));
        FrameReader in = answer(Protocol.PLAN);
        PushPlan plan = PushPlan.read(in);
        in.end();
        return plan;
    }

    /** Orders a copy of a snapshot from here: its id there. */
    SnapshotId push(PushOrder order) throws IOException {
        order.write(out.begin(Protocol.PUSH));
        FrameReader in = answer(Protocol.PUSH);
        SnapshotId copy = Messages.id(in);
        in.end();
        return copy;
    }

    /** How far a copy there is, once it was ended if that is wanted. */
    PushStatus status(SnapshotId copy, boolean cancel) throws IOException {
        out.begin(Protocol.STATUS);
        Messages.id(out, copy);
        out.u8(cancel ? 1 : 0);
        FrameReader in = answer(Protocol.STATUS);
        PushStatus status = PushStatus.read(in);
        in.end();
        return status;
    }

    private FrameReader answer(int question) throws IOException {
        line.send(out, limits.stepMillis());
        FrameReader in = line.receive(limits.stepMillis());
        if (in.type() == Protocol.ERROR) {
            throw Messages.error(in, remote.name());
        }
        if (in.type() != (question | Protocol.ANSWER)) {
            throw in.nonsense("question " + question + " was asked");
        }
        return in;
    }

    boolean isClosed() {
        return line.isClosed();
    }

    @Override
    public void close() {
        line.close();
    }
}
