package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.DistantOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.device.BlockSource;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The instant of a snapshot that lies elsewhere, while it is copied. Nothing holds it but its place: one that is deleted there before any of it was asked for is gone.
 * Nothing is asked before {@link #parent()}.
 */
final class DistantInstant implements PointInTime {

    private final SnapshotRecord copy;
    private final DistantOrigin origin;
    private final DistantSnapshot snapshot;
    private final DistantBases bases;
    private final DistantSource source;
    private final ChunkAliases aliases;
    private final DistantFamiliar familiar;

    @GuardedBy("this")
    private DistantBases.@Nullable Base base;

    @GuardedBy("this")
    private boolean asked;

    @GuardedBy("this")
    private boolean distrusted;

    @GuardedBy("this")
    private final List<MapsInUse.Hold> holds = new ArrayList<>();

    /**
     * What a copy is made with.
     *
     * @param snapshot closed with the instant
     * @param bases earlier copies
     * @param places keep what came from there
     * @param seed chooses what is checked
     */
    record Parts(DistantSnapshot snapshot, DistantBases bases, DistantSnapshots places, long seed) {}

    /** @param copy pending */
    DistantInstant(SnapshotRecord copy, Parts parts) {
        this.copy = copy;
        this.origin = Objects.requireNonNull(copy.origin().distant());
        this.snapshot = parts.snapshot();
        this.bases = parts.bases();
        VolumeGeometry geometry = new VolumeGeometry(copy.origin().sizeBytes());
        this.source = new DistantSource(copy.origin().device(), geometry, snapshot);
        this.aliases = parts.places()
                .aliases(origin.place(), DomainId.parse(copy.origin().domainId()));
        this.familiar = new DistantFamiliar(source, aliases, parts.seed());
    }

    /** Blocks that have come from there before. */
    synchronized FamiliarBlocks familiar() {
        return distrusted ? FamiliarBlocks.NONE : familiar;
    }

    String place() {
        return origin.place();
    }

    /** What differs from the parent, if that is the base. */
    synchronized Optional<DistantChanges> changesSince(String parent) {
        return base != null && base.copy().snapshotId().equals(parent)
                ? Optional.of(new DistantChanges(source.walk()))
                : Optional.empty();
    }

    @Override
    public BlockSource source() {
        return source;
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.COPY;
    }

    @Override
    public boolean isDistant() {
        return true;
    }

    @Override
    public Instant instant() {
        return copy.startTime();
    }

    @Override
    public Optional<String> artifact() {
        return Optional.of(copy.origin().device());
    }

    @Override
    public synchronized Optional<SnapshotRecord> parent() {
        if (!asked) {
            requireSame(snapshot.facts());
            base = bases.find(DistantBases.Wanted.of(copy), snapshot, holds).orElse(null);
            asked = true;
            if (base != null) {
                follow(Optional.of(base.original()));
            }
        }
        return Optional.ofNullable(base).map(DistantBases.Base::copy);
    }

    @Override
    public synchronized void distrust(String why) {
        distrusted = true;
        aliases.forget();
        follow(Optional.empty());
    }

    private void follow(Optional<SnapshotId> since) {
        source.follow(new DistantWalk(snapshot, since, source.geometry().blockCount()));
    }

    private void requireSame(DistantFacts facts) {
        if (facts.sizeBytes() != copy.origin().sizeBytes()) {
            throw new Failure.Corrupt(copy.origin().device() + " has " + facts.sizeBytes()
                    + " bytes there now, and had " + copy.origin().sizeBytes());
        }
    }

    /** Every block was proved when it was read. */
    @Override
    public void confirm() {}

    @Override
    public void wake() {
        snapshot.wake();
    }

    @Override
    public void suspend() {
        close();
    }

    @Override
    public synchronized void close() {
        source.close();
        aliases.close();
        holds.forEach(MapsInUse.Hold::close);
        holds.clear();
    }
}
