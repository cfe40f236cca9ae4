package io.ebsnap.device;

import io.ebsnap.linux.LinuxException;
import java.util.OptionalLong;

/** The holes of a regular file, asked of the kernel (SEEK_DATA) as needed. Safe for use by several threads. */
final class Holes {

    private final DeviceWindow file;
    private volatile Range last = new Range(0, 0);

    private record Range(long start, long end) {
        boolean contains(long from, long to) {
            return start <= from && to <= end;
        }
    }

    Holes(DeviceWindow file) {
        this.file = file;
    }

    /** Whether all of a range of the window lies in a hole now. */
    boolean containNow(long offset, long length) {
        long from = Math.addExact(file.start(), offset);
        return nextData(from) >= Math.addExact(from, length);
    }

    /**
     * The same of a file that nobody writes to: the last hole found is remembered, so that a walk over a large one costs
     * nothing.
     */
    boolean contain(long offset, long length) {
        long from = Math.addExact(file.start(), offset);
        long to = Math.addExact(from, length);
        if (last.contains(from, to)) {
            return true;
        }
        long data = nextData(from);
        if (data >= to) {
            last = new Range(from, data);
        }
        return data >= to;
    }

    private long nextData(long from) {
        try {
            OptionalLong data = file.device().nextData(from);
            return data.orElse(Long.MAX_VALUE);
        } catch (LinuxException unknown) {
            // Not knowing means reading; what is wrong with the file then shows there.
            return from;
        }
    }
}
