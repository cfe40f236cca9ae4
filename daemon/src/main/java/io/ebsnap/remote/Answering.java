package io.ebsnap.remote;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.compress.Codec;
import io.ebsnap.crypto.AliasKey;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantFacts;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the questions that come on one line, one after the other, until the other side hangs up. For one thread. */
final class Answering implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private final Line line;
    private final Asker asker;
    private final Contents contents;
    private final RemoteLimits limits;
    private final AliasKey aliases;
    private final FrameWriter out = new FrameWriter(Protocol.ANSWER_BYTES_MAX);
    private final byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
    private @Nullable OpenedSnapshot opened;

    /**
     * Who asks, and may.
     *
     * @param remote as it is known now; empty if it is not any more
     * @param aliases names chunks for it; closed with the answering
     * @param receiving makes the copies that it orders
     */
    record Asker(Standing remote, AliasKey aliases, Receiving receiving) {}

    /** What a remote may do, looked up for each question that opens something. */
    interface Standing {
        /**
         * The remote, if it may copy to here.
         *
         * @throws Failure.Denied if it may not
         */
        RemoteRecord requireWriter();

        /** Whether a snapshot may be read that it sees. */
        default boolean mayOpen(SnapshotId id) {
            return true;
        }

        /**
         * The remote, if it may copy from here.
         *
         * @throws Failure.Denied if it may not
         */
        RemoteRecord requireReader();
    }

    Answering(Line line, Asker asker, Contents contents, RemoteLimits limits) {
        this.line = line;
        this.asker = asker;
        this.contents = contents;
        this.limits = limits;
        this.aliases = asker.aliases();
        line.expect(Protocol.QUESTION_BYTES_MAX);
    }

    /** Answers until the other side hangs up, or makes no sense. */
    void run() throws IOException {
        try {
            while (true) {
                FrameReader question = line.receive(limits.idleMillis());
                answer(question);
                line.send(out, limits.stepMillis());
            }
        } catch (EOFException e) {
            LOG.debug("a remote has hung up");
        }
    }

    private void answer(FrameReader question) {
        try {
            out.begin(question.type() | Protocol.ANSWER);
            switch (question.type()) {
                case Protocol.LIST -> list(question);
                case Protocol.OPEN -> open(question);
                case Protocol.COMPARABLE -> compare(question);
                case Protocol.PAGE -> page(question);
                case Protocol.SUM -> sum(question);
                case Protocol.READ -> read(question);
                case Protocol.PLAN -> plan(question);
                case Protocol.PUSH -> push(question);
                case Protocol.STATUS -> status(question);
                default -> throw new Failure.Invalid("there is no question of type " + question.type());
            }
        } catch (Failure e) {
            Messages.error(out, e);
        } catch (RuntimeException e) {
            LOG.error("a question of type {} from a remote failed", question.type(), e);
            Messages.error(out, new Failure.Internal("unexpected failure, see its log", e));
        }
    }

    private void list(FrameReader in) {
        int from = Math.toIntExact(in.i64("a place in the list", 0, Integer.MAX_VALUE));
        in.end();
        RemoteRecord remote = asker.remote().requireReader();
        List<SnapshotRecord> all = contents.offers().list(remote.ownerId()).stream()
                .filter(snapshot -> snapshot.state() == SnapshotState.COMPLETED)
                .toList();
        List<SnapshotRecord> part =
                all.stream().skip(from).limit(Protocol.LIST_MAX).toList();
        int next = from + part.size();
        out.i64(next < all.size() ? next : -1).u16(part.size());
        part.forEach(snapshot -> Messages.facts(out, facts(snapshot, List.of())));
    }

    private void open(FrameReader in) {
        SnapshotId id = Messages.id(in);
        in.end();
        release();
        if (!asker.remote().mayOpen(id)) {
            throw new Failure.NotFound("there is no " + id);
        }
        opened = OpenedSnapshot.open(contents, this::require, id, aliases);
        SnapshotRecord record = opened.record();
        Messages.facts(out, facts(record, record.tags()));
    }

    private SnapshotRecord require(SnapshotId id) {
        RemoteRecord remote = asker.remote().requireReader();
        return contents.offers().require(remote.ownerId(), id);
    }

    private void compare(FrameReader in) {
        SnapshotId earlier = Messages.id(in);
        in.end();
        out.u8(opened().compareWith(this::require, earlier) ? 1 : 0);
    }

    private void page(FrameReader in) {
        Optional<SnapshotId> since = compared(Messages.since(in));
        long from = in.i64("a block", 0, opened().geometry().blockCount() - 1);
        in.end();
        Messages.page(out, opened().page(since, from));
    }

    private void sum(FrameReader in) {
        Optional<SnapshotId> since = compared(Messages.since(in));
        long from = in.i64("a block", 0, opened().geometry().blockCount() - 1);
        in.end();
        OpenedSnapshot.Count count = opened().count(since, from);
        out.i64(count.blocks()).i64(count.bytes()).i64(count.next());
    }

    /** Lines come and go while a copy lasts: each is told anew what to compare with. */
    private Optional<SnapshotId> compared(Optional<SnapshotId> since) {
        since.ifPresent(earlier -> {
            if (!opened().compareWith(this::require, earlier)) {
                throw new Failure.NotFound("there is no " + earlier + " to compare with any more");
            }
        });
        return since;
    }

    private void read(FrameReader in) {
        long index = in.i64("a block", 0, opened().geometry().blockCount() - 1);
        in.end();
        int length = opened().read(index, block);
        CRC32C sum = new CRC32C();
        sum.update(block, 0, length);
        int header = out.position();
        out.u8(Codec.RAW.code()).u32(length).u32((int) sum.getValue());
        if (length == 0) {
            return;
        }
        OptionalInt compressed = contents.compressor()
                .compress(
                        new ArraySlice(block, 0, length),
                        new ArraySlice(out.array(), out.position(), Math.min(out.room(), length)));
        if (compressed.isPresent()) {
            out.array()[header] = (byte) contents.compressor().codec().code();
            out.filled(compressed.getAsInt());
        } else {
            System.arraycopy(block, 0, out.array(), out.position(), length);
            out.filled(length);
        }
    }

    private void plan(FrameReader in) {
        PushOrder order = PushOrder.read(in, asker.remote().requireWriter().name());
        in.end();
        asker.receiving().plan(order).write(out);
    }

    private void push(FrameReader in) {
        PushOrder order = PushOrder.read(in, asker.remote().requireWriter().name());
        in.end();
        Messages.id(out, asker.receiving().begin(order));
    }

    private void status(FrameReader in) {
        SnapshotId copy = Messages.id(in);
        boolean cancel = in.u8() != 0;
        in.end();
        RemoteRecord remote = asker.remote().requireWriter();
        if (cancel) {
            asker.receiving().cancel(remote, copy);
        }
        asker.receiving().status(remote, copy).write(out);
    }

    private OpenedSnapshot opened() {
        if (opened == null) {
            throw new Failure.Invalid("no snapshot was opened on this line");
        }
        return opened;
    }

    private void release() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    private static DistantFacts facts(SnapshotRecord snapshot, List<Tag> tags) {
        long content = snapshot.content() == null ? 0 : snapshot.content().fullSnapshotSizeInBytes();
        return new DistantFacts(
                new SnapshotId(snapshot.snapshotId()),
                snapshot.volumeId(),
                snapshot.startTime(),
                snapshot.origin().sizeBytes(),
                content,
                snapshot.description(),
                tags);
    }

    @Override
    public void close() {
        release();
        aliases.close();
        line.close();
    }
}
