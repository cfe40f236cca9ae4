package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ValidityPage;
import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which units of a volume's target hold its content: {@code docs/format/validity.md}. Changes are in memory until they are written: first
 * {@link #changes()} are taken, then the target is made durable, then they are given to {@link #write}. Of the pages in memory some
 * are dropped when there are too many, never one with changes that were not written. Safe for use by several threads.
 */
final class ValidityMap implements AutoCloseable {

    /** Pages in memory: 126 MiB of the volume each. Beyond, clean ones are dropped. */
    private static final int PAGES_MAX = 1024;

    /** So many changed pages ask for being written soon. */
    private static final int CHANGED_PAGES_MAX = 512;

    private final PageFile file;
    private final byte[] mapId;

    @GuardedBy("this")
    private final Map<Long, Page> pages = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("this")
    private int changedPages;

    @GuardedBy("this")
    private boolean markedClean;

    @GuardedBy("this")
    private boolean whole;

    /** The slot that a crash cannot have torn is believed even if the other one is bad. */
    private final boolean afterCrash;

    /**
     * The map in a file.
     *
     * @param mapId 16 bytes, as the volume's record has it
     */
    ValidityMap(PageFile file, byte[] mapId) {
        this.file = file;
        this.mapId = mapId.clone();
        this.markedClean = file.isClean();
        this.afterCrash = !markedClean;
    }

    /** The valid units of a block. */
    synchronized UnitSet get(BlockIndex block) {
        return whole ? UnitSet.ALL : page(pageOf(block)).get(slotOf(block));
    }

    /** Makes units of a block valid. */
    synchronized void add(BlockIndex block, UnitSet units) {
        if (whole) {
            return;
        }
        Page page = page(pageOf(block));
        boolean wasChanged = page.changed();
        page.add(slotOf(block), units);
        changedPages += page.changed() && !wasChanged ? 1 : 0;
    }

    /** From now on every unit is valid, and the file is not read or written any more. */
    synchronized void becomeWhole() {
        whole = true;
        pages.clear();
        changedPages = 0;
    }

    /** Whether so much has changed that it should be written now. */
    synchronized boolean isCrowded() {
        return changedPages >= CHANGED_PAGES_MAX;
    }

    /** The changes that were not written yet. What they call valid must be made durable before they are written. */
    synchronized List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (Page page : pages.values()) {
            if (page.changed()) {
                changes.add(new Change(page, page.next(mapId), page.changes));
            }
        }
        return changes;
    }

    /** Makes changes durable. To be called by one thread at a time, in the order in which they were taken. */
    void write(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        unmarkClean();
        for (Change change : changes) {
            file.write(
                    offset(change.version().number(), change.version().sequence()),
                    ByteBuffer.wrap(change.version().encode()));
        }
        file.sync();
        written(changes);
    }

    /** Closes it; to be called after {@link #write} of all changes if they are to be kept. */
    @Override
    public synchronized void close() {
        try {
            if (changedPages == 0 && !markedClean) {
                file.markClean(true);
            }
        } finally {
            file.close();
        }
    }

    private synchronized void unmarkClean() {
        if (markedClean) {
            file.markClean(false);
            markedClean = false;
        }
    }

    private synchronized void written(List<Change> changes) {
        for (Change change : changes) {
            Page page = change.page();
            page.sequence = change.version().sequence();
            if (page.changes == change.count()) {
                page.written = page.changes;
                changedPages--;
            } else {
                page.written = change.count();
            }
        }
    }

    @GuardedBy("this")
    private Page page(long number) {
        Page page = pages.get(number);
        if (page == null) {
            page = load(number);
            pages.put(number, page);
            dropOldest();
        }
        return page;
    }

    @GuardedBy("this")
    private void dropOldest() {
        Iterator<Page> oldest = pages.values().iterator();
        while (pages.size() > PAGES_MAX && oldest.hasNext()) {
            if (!oldest.next().changed()) {
                oldest.remove();
            }
        }
    }

    private Page load(long number) {
        byte[] first = slot(number, 0);
        byte[] second = slot(number, 1);
        Optional<ValidityPage> even = ValidityPage.decode(first, mapId, number);
        Optional<ValidityPage> odd = ValidityPage.decode(second, mapId, number);
        boolean firstBad = even.isEmpty() && !ValidityPage.isEmpty(first);
        boolean secondBad = odd.isEmpty() && !ValidityPage.isEmpty(second);
        if ((firstBad && secondBad) || ((firstBad || secondBad) && !afterCrash)) {
            throw new Failure.Corrupt("page " + number + " of the validity map is damaged: what the volume's blocks "
                    + number * ValidityPage.BLOCKS_PER_PAGE + " and on hold is not known");
        }
        return new Page(number, newer(even, odd));
    }

    private static Optional<ValidityPage> newer(Optional<ValidityPage> one, Optional<ValidityPage> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().sequence() > other.get().sequence() ? one : other;
    }

    private byte[] slot(long number, int parity) {
        byte[] slot = new byte[ValidityPage.SLOT_BYTES];
        file.read(offset(number, parity), ByteBuffer.wrap(slot));
        return slot;
    }

    private static long offset(long number, long sequence) {
        return Math.multiplyExact(2 * number + (sequence & 1), (long) ValidityPage.SLOT_BYTES);
    }

    private static long pageOf(BlockIndex block) {
        return block.value() / ValidityPage.BLOCKS_PER_PAGE;
    }

    private static int slotOf(BlockIndex block) {
        return (int) (block.value() % ValidityPage.BLOCKS_PER_PAGE);
    }

    /**
     * A page as it is to be written.
     *
     * @param count of changes of the page that it holds
     */
    record Change(Page page, ValidityPage version, long count) {}

    /** A page in memory; guarded by its map. */
    static final class Page {
        private final long number;
        private final byte[] bits;
        private long sequence;
        private long changes;
        private long written;

        Page(long number, Optional<ValidityPage> stored) {
            this.number = number;
            this.bits = stored.map(page -> page.bits().clone()).orElseGet(() -> new byte[ValidityPage.BITS_BYTES]);
            this.sequence = stored.map(ValidityPage::sequence).orElse(0L);
        }

        private boolean changed() {
            return changes > written;
        }

        private UnitSet get(int slot) {
            ByteBuffer view = ByteBuffer.wrap(bits);
            return new UnitSet(view.getLong(slot * 16), view.getLong(slot * 16 + 8));
        }

        private void add(int slot, UnitSet units) {
            UnitSet before = get(slot);
            UnitSet after = before.with(units);
            if (!after.equals(before)) {
                ByteBuffer.wrap(bits).putLong(slot * 16, after.high()).putLong(slot * 16 + 8, after.low());
                changes++;
            }
        }

        private ValidityPage next(byte[] mapId) {
            return new ValidityPage(mapId, number, sequence + 1, bits.clone());
        }
    }
}
