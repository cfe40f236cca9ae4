package io.ebsnap.control;

import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.BlockChange;
import io.ebsnap.snapshot.ChunkUsage;
import io.ebsnap.snapshot.CopyPlan;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.DiffPage;
import io.ebsnap.snapshot.DomainUsage;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotPhase;
import io.ebsnap.snapshot.SnapshotProgress;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.snapshot.SnapshotSizes;
import io.ebsnap.snapshot.StageRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Snapshots in memory. */
final class FakeSnapshots implements SnapshotService {

    private static final long SIZE = (1 << 20) + 4096;

    private final List<SnapshotRecord> records = new ArrayList<>();
    private final List<SnapshotCopyOrder> copies = new ArrayList<>();
    private final List<SnapshotOrder> orders = new ArrayList<>();
    private final List<String> untracked = new ArrayList<>();

    /** Of whom somebody was wrong. */
    final List<ContradictionRecord> contradictions = new ArrayList<>();

    private Deletion.Outcome deletion = Deletion.Outcome.DELETED;

    /** A snapshot that was begun so many seconds after the first. */
    String add(int number, SnapshotState state, int seconds) {
        String id = "snap-0000000000000000" + number;
        boolean completed = state == SnapshotState.COMPLETED;
        records.add(new SnapshotRecord(
                id,
                "vol-00000000000000001",
                state,
                state == SnapshotState.ERROR ? "the device vanished" : "",
                FakeVolumes.TIME.plusSeconds(seconds),
                completed ? FakeVolumes.TIME.plusSeconds(2) : null,
                "000000000000",
                "words",
                List.of(),
                "standard",
                "key",
                completed ? new SnapshotContent(null, 1 << 20, 3, 1, 2, 1, 4096, 2000) : null,
                new SnapshotOrigin("/dev/loop1", SIZE, "frozen", null, "0".repeat(32), null, "full"),
                null));
        return id;
    }

    List<SnapshotOrder> orders() {
        return orders;
    }

    void deletionsEndIn(Deletion.Outcome outcome) {
        deletion = outcome;
    }

    @Override
    public List<SnapshotRecord> create(SnapshotOrder order) {
        orders.add(order);
        add(8, SnapshotState.PENDING, 0);
        return List.of(records.getLast());
    }

    @Override
    public SnapshotRecord copy(SnapshotCopyOrder order) {
        copies.add(order);
        add(9, SnapshotState.PENDING, 0);
        return records.getLast();
    }

    @Override
    public CopyPlan planCopy(SnapshotCopyOrder order) {
        return new CopyPlan(order.source().value(), "00000000-0000-0001-0000-000000000001", false, null, 2, SIZE);
    }

    List<SnapshotCopyOrder> copies() {
        return copies;
    }

    @Override
    public Optional<SnapshotRecord> find(SnapshotId id) {
        return records.stream()
                .filter(record -> record.snapshotId().equals(id.value()))
                .findFirst();
    }

    @Override
    public List<SnapshotRecord> list() {
        return records.stream()
                .sorted(Comparator.comparing(SnapshotRecord::startTime).thenComparing(SnapshotRecord::snapshotId))
                .toList();
    }

    @Override
    public Optional<SnapshotProgress> progress(SnapshotId id) {
        return find(id).filter(record -> record.state() == SnapshotState.PENDING)
                .map(record -> new SnapshotProgress(
                        id,
                        SnapshotPhase.COPYING,
                        SIZE,
                        SIZE,
                        2048,
                        1024,
                        512,
                        256,
                        1000.5,
                        Duration.ofMillis(1500),
                        Duration.ofSeconds(3),
                        List.of(new StageRate("read", 2000, 1_000_000_000))));
    }

    @Override
    public void untrack(String volume) {
        untracked.add(volume);
    }

    @Override
    public List<ContradictionRecord> contradictions() {
        return contradictions;
    }

    List<String> untracked() {
        return untracked;
    }

    @Override
    public SnapshotRecord cancel(SnapshotId id) {
        return find(id).orElseThrow();
    }

    @Override
    public List<Deletion> delete(Collection<SnapshotId> ids) {
        return ids.stream().map(id -> new Deletion(id, deletion, "it is held")).toList();
    }

    /** Blocks 5, 6, 7 and 9 differ. */
    @Override
    public DiffPage diff(SnapshotId first, SnapshotId second, BlockIndex from, int limit) {
        List<BlockChange> changes = LongStream.of(5, 6, 7, 9)
                .filter(block -> block >= from.value())
                .mapToObj(block -> new BlockChange(new BlockIndex(block), null, null))
                .toList();
        List<BlockChange> part = changes.subList(0, Math.min(limit, changes.size()));
        OptionalLong next = part.size() == changes.size()
                ? OptionalLong.empty()
                : OptionalLong.of(changes.get(part.size()).block().value());
        return new DiffPage(part, next, SIZE, SIZE);
    }

    /** Each has 30 bytes of its own, and all of them together 10 more. */
    @Override
    public SnapshotSizes sizes(Collection<SnapshotId> ids) {
        int count = ids.size();
        long together = count > 1 ? 10 : 0;
        return new SnapshotSizes(100L * count, 80L * count, 60L * count, 30L * count + together, 20L * count, 0);
    }

    /** Only of the first one. */
    @Override
    public Map<String, SnapshotSizes> sizesOfAll() {
        String first = records.getFirst().snapshotId();
        return Map.of(first, sizes(List.of(new SnapshotId(first))));
    }

    /** Each comes after the one that was added before it. */
    @Override
    public Map<String, String> parents() {
        Map<String, String> parents = new HashMap<>();
        for (int i = 1; i < records.size(); i++) {
            parents.put(records.get(i).snapshotId(), records.get(i - 1).snapshotId());
        }
        return parents;
    }

    /** Two data keys of one KMS key, and one that nobody can read. */
    @Override
    public List<DomainUsage> usage() {
        ChunkUsage chunks = new ChunkUsage(50, 20, 21, 9, OptionalLong.of(8), 0);
        return List.of(
                new DomainUsage("00", "key-a", 2, 100, 1, 40, Optional.of(chunks)),
                new DomainUsage("01", "key-a", 1, 200, 2, 41, Optional.of(chunks)),
                new DomainUsage("02", "key-b", 3, 300, 3, 42, Optional.empty()),
                new DomainUsage("03", "key-c", 0, 0, 0, 0, Optional.empty()));
    }
}
