package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ValidityPage;
import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final VolatileJournal journal;

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
     * @param journal belongs to it from now on; what it holds are changes of the map that were not written yet
     */
    ValidityMap(PageFile file, byte[] mapId, VolatileJournal journal) {
        this.file = file;
        this.mapId = mapId.clone();
        this.journal = journal;
        this.markedClean = file.isClean();
        this.afterCrash = !markedClean;
        replay();
    }

    private synchronized void replay() {
        for (VolatileJournal.Note note : journal.replay()) {
            replay(note.block(), note.units());
        }
    }

    @GuardedBy("this")
    private void replay(BlockIndex block, UnitSet units) {
        try {
            note(page(pageOf(block)), slotOf(block), units);
        } catch (Failure.Corrupt _) {
            // Nothing of a damaged page's blocks is read or written, with or without this.
        }
    }

    /** Whether users may have been told of writes that are not known any more, though the machine has run on since. */
    synchronized boolean hasLostWrites() {
        return journal.lost();
    }

    /** The valid units of a block. */
    synchronized UnitSet get(BlockIndex block) {
        return whole ? UnitSet.ALL : page(pageOf(block)).get(slotOf(block));
    }

    /** Makes units of a block valid; when this returns, the death of the process does not change that any more. */
    synchronized void add(BlockIndex block, UnitSet units) {
        if (whole) {
            return;
        }
        Page page = page(pageOf(block));
        UnitSet news = units.without(page.get(slotOf(block)));
        if (!news.isEmpty()) {
            reserve(page);
            journal.append(block, news);
            note(page, slotOf(block), news);
        }
    }

    /** What was written to the target must not be impossible to note when it is to be made durable. */
    @GuardedBy("this")
    private void reserve(Page page) {
        if (!page.reserved) {
            file.reserve(offset(page.number, 0), 2L * ValidityPage.SLOT_BYTES);
            page.reserved = true;
        }
    }

    @GuardedBy("this")
    private void note(Page page, int slot, UnitSet units) {
        boolean wasChanged = page.changed();
        page.add(slot, units);
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
        return changedPages >= CHANGED_PAGES_MAX || journal.isLong();
    }

    /** The changes that were not written yet. What they call valid must be made durable before they are written. */
    synchronized List<Change> changes() {
        journal.turn();
        List<Change> changes = new ArrayList<>();
        for (Page page : pages.values()) {
            if (page.changed()) {
                changes.add(new Change(page, page.next(mapId), page.changes));
            }
        }
        changes.sort(Comparator.comparingLong(change -> change.version().number()));
        return changes;
    }

    /** Makes changes durable. To be called by one thread at a time, in the order in which they were taken. */
    void write(List<Change> changes) {
        if (!changes.isEmpty()) {
            unmarkClean();
            for (Change change : changes) {
                file.write(
                        offset(change.version().number(), change.version().sequence()),
                        ByteBuffer.wrap(change.version().encode()));
            }
            file.sync();
        }
        written(changes);
    }

    /** What the target holds of the changes that were not written is not known: the next daemon must not take them for valid. */
    synchronized void abandonChanges() {
        journal.abandon();
    }

    /** Closes it; to be called after {@link #write} of all changes if they are to be kept. */
    @Override
    public synchronized void close() {
        try {
            if (changedPages == 0 && !markedClean) {
                file.markClean(true);
            }
        } finally {
            try (VolatileJournal _ = journal) {
                file.close();
            }
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
        journal.settled();
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
        private boolean reserved;

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
