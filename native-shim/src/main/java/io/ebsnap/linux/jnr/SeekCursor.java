package io.ebsnap.linux.jnr;

import io.ebsnap.linux.DataCursor;
import io.ebsnap.linux.DataRange;
import io.ebsnap.linux.LinuxException;
import java.util.Optional;
import java.util.OptionalLong;

/** Walks the parts of a file that are not holes. */
final class SeekCursor implements DataCursor {

    private final Syscalls syscalls;
    private final Descriptor descriptor;
    private long position;

    /** Takes the descriptor over. */
    SeekCursor(Syscalls syscalls, Descriptor descriptor) {
        this.syscalls = syscalls;
        this.descriptor = descriptor;
    }

    @Override
    public Optional<DataRange> next() throws LinuxException {
        OptionalLong start = Holes.nextData(syscalls, descriptor, position);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong stop = Holes.nextHole(syscalls, descriptor, start.getAsLong());
        if (stop.isEmpty()) {
            return Optional.empty();
        }
        position = stop.getAsLong();
        return Optional.of(new DataRange(start.getAsLong(), position - start.getAsLong()));
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
