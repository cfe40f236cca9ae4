package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.VolumeExtent;
import io.ebsnap.volume.ZeroMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A data plane at the other end of a connection: what a plane promises must come through. */
final class RemotePlane implements DataPlane {

    private final NbdClient client;
    private final AutoCloseable server;
    private boolean closed;

    RemotePlane(NbdClient client, AutoCloseable server) {
        this.client = client;
        this.server = server;
    }

    @Override
    public String name() {
        return "remote";
    }

    @Override
    public long sizeBytes() {
        return client.size();
    }

    @Override
    public boolean readOnly() {
        return (client.flags() & Protocol.SEND_READ_ONLY) != 0;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        read(offset, target);
        return true;
    }

    @Override
    public synchronized void read(long offset, ByteBuffer target) {
        List<NbdClient.Chunk> chunks = ask(Command.of(Protocol.CMD_READ, offset, target.remaining()));
        for (NbdClient.Chunk chunk : chunks) {
            ByteBuffer data = ByteBuffer.wrap(chunk.data());
            if (chunk.type() == Protocol.REPLY_NONE) {
                target.put(data);
            } else if (chunk.type() == Protocol.REPLY_OFFSET_DATA) {
                ByteBuffer part = target.duplicate();
                part.position(target.position() + (int) (data.getLong() - offset))
                        .put(data);
            } else {
                int at = target.position() + (int) (data.getLong() - offset);
                target.put(at, new byte[data.getInt()]);
            }
        }
        target.position(target.limit());
    }

    @Override
    public void write(long offset, ByteBuffer source, Fua fua) {
        byte[] data = new byte[source.remaining()];
        source.get(data);
        ask(Command.write(offset, data).with(flag(fua)));
    }

    @Override
    public boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        Command command = Command.of(Protocol.CMD_WRITE_ZEROES, offset, length)
                .with(flag(fua))
                .with(mode.mayTrim() ? 0 : Protocol.CMD_FLAG_NO_HOLE)
                .with(mode.fastOnly() ? Protocol.CMD_FLAG_FAST_ZERO : 0);
        try {
            ask(command);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public void trim(long offset, long length, Fua fua) {
        ask(Command.of(Protocol.CMD_TRIM, offset, length).with(flag(fua)));
    }

    @Override
    public void flush() {
        ask(Command.of(Protocol.CMD_FLUSH, 0, 0));
    }

    @Override
    public void prefetch(long offset, long length) {
        ask(Command.of(Protocol.CMD_CACHE, offset, length));
    }

    @Override
    public synchronized List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        Command command = Command.of(Protocol.CMD_BLOCK_STATUS, offset, length)
                .with(extentsMax == 1 ? Protocol.CMD_FLAG_REQ_ONE : 0);
        List<long[]> allocation = client.statusOf(ask(command)).getOrDefault(MetaContext.ALLOCATION.id(), List.of());
        List<VolumeExtent> extents = new ArrayList<>();
        for (long[] run : allocation.subList(0, Math.min(extentsMax, allocation.size()))) {
            extents.add(new VolumeExtent(run[0], (run[1] & 1) != 0, (run[1] & 2) != 0, true));
        }
        return extents;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try (server) {
                client.disconnect();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static int flag(Fua fua) {
        return fua == Fua.YES ? Protocol.CMD_FLAG_FUA : 0;
    }

    private synchronized List<NbdClient.Chunk> ask(Command command) {
        if (closed) {
            throw new Failure.Conflict("closed");
        }
        try {
            List<NbdClient.Chunk> chunks = client.ask(command);
            switch (chunks.getLast().error()) {
                case 0 -> {}
                case Protocol.EINVAL, Protocol.ENOSPC -> throw new Failure.Invalid("refused");
                case Protocol.EPERM -> throw new Failure.Denied("refused");
                case Protocol.ENOTSUP -> throw new UnsupportedOperationException();
                default ->
                    throw new Failure.Unavailable("error " + chunks.getLast().error(), null);
            }
            return chunks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
