package io.ebsnap.device.nbd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of the allocation of an export, for the few windows that were asked for last. Not safe for several threads.
 */
final class NbdZeroWindows {

    /** How many windows are kept: as many as readers may be at work in different places. */
    static final int WINDOWS_MAX = 8;

    private static final int ZERO = 2;

    private final Deque<Window> windows = new ArrayDeque<>();

    /** The window that tells of {@code offset}, if one is kept. */
    Optional<Window> at(long offset) {
        for (Iterator<Window> each = windows.iterator(); each.hasNext(); ) {
            Window window = each.next();
            if (window.start <= offset && offset < window.end) {
                each.remove();
                windows.addFirst(window);
                return Optional.of(window);
            }
        }
        return Optional.empty();
    }

    /** Keeps what the server told of a range without gaps; drops the window that was not used longest. */
    Window keep(List<NbdExtent> extents) {
        Window window = new Window(extents);
        windows.addFirst(window);
        if (windows.size() > WINDOWS_MAX) {
            windows.removeLast();
        }
        return window;
    }

    void clear() {
        windows.clear();
    }

    /** A range, and which parts of it are zeros. */
    static final class Window {
        private final long start;
        private final long end;
        private final TreeMap<Long, Long> zeros = new TreeMap<>();

        private Window(List<NbdExtent> extents) {
            this.start = extents.getFirst().offset();
            this.end = extents.getLast().end();
            for (NbdExtent extent : extents) {
                if ((extent.flags() & ZERO) != 0) {
                    add(extent);
                }
            }
        }

        /** Up to where from {@code offset} on it is known to be zeros; {@code offset} itself if it is not. */
        long zerosUntil(long offset) {
            Map.Entry<Long, Long> range = zeros.floorEntry(offset);
            return range == null ? offset : Math.max(offset, range.getValue());
        }

        private void add(NbdExtent extent) {
            Map.Entry<Long, Long> last = zeros.lastEntry();
            if (last != null && last.getValue() == extent.offset()) {
                zeros.put(last.getKey(), extent.end());
            } else {
                zeros.put(extent.offset(), extent.end());
            }
        }
    }
}
