package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A volume that the daemon serves.
 *
 * @param volumeId {@code vol-...}
 * @param name what the user calls it; unique in the account, or empty
 * @param state where it is in its life
 * @param zone where its target lies
 * @param sizeBytes how long it is
 * @param createTime when it was ordered
 * @param tags in the order given
 * @param target what its bytes lie in
 * @param origin the snapshot that it was made from; null if it began empty
 * @param ownerId 12-digit account; null for the daemon's own
 * @param move to another zone; null if it is not being moved and nothing is left of that
 * @param encryption of its target; null if that is in the clear
 * @param recycleBin that it was deleted and is in the recycle bin; null if it was not
 * @param copy that it is a copy of another volume; null if it is none
 * @param performance what tools have asked for; null for EC2's default
 * @param clientToken by which a second try of its order is known; null if there was none
 */
public record ManagedVolumeRecord(
        String volumeId,
        String name,
        ManagedVolumeState state,
        String zone,
        long sizeBytes,
        Instant createTime,
        List<Tag> tags,
        VolumeTargetRecord target,
        @Nullable VolumeOrigin origin,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ownerId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable VolumeMove move,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TargetEncryption encryption,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecycleBinStay recycleBin,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable VolumeCopy copy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable VolumePerformance performance,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ClientToken clientToken)
        implements OwnedRecord {

    public ManagedVolumeRecord {
        tags = List.copyOf(tags);
    }

    /** One whose target is in the clear. */
    public ManagedVolumeRecord(
            String volumeId,
            String name,
            ManagedVolumeState state,
            String zone,
            long sizeBytes,
            Instant createTime,
            List<Tag> tags,
            VolumeTargetRecord target,
            @Nullable VolumeOrigin origin,
            @Nullable String ownerId,
            @Nullable VolumeMove move) {
        this(
                volumeId,
                name,
                state,
                zone,
                sizeBytes,
                createTime,
                tags,
                target,
                origin,
                ownerId,
                move,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    public String catalogId() {
        return volumeId;
    }

    /** The same in another state. */
    public ManagedVolumeRecord in(ManagedVolumeState next) {
        return changed(parts -> parts.state = next);
    }

    /** The same of another size. */
    public ManagedVolumeRecord grownTo(long newSizeBytes) {
        return changed(parts -> parts.sizeBytes = newSizeBytes);
    }

    /** The same with another origin. */
    public ManagedVolumeRecord with(VolumeOrigin other) {
        return changed(parts -> parts.origin = other);
    }

    /** The same with another content in the same target, which holds nothing of it yet. */
    public ManagedVolumeRecord of(VolumeOrigin other) {
        return changed(parts -> {
            parts.target = new VolumeTargetRecord(target.path(), target.own(), false);
            parts.origin = other;
        });
    }

    /** The same with another move, or none. */
    public ManagedVolumeRecord moving(@Nullable VolumeMove next) {
        return changed(parts -> parts.move = next);
    }

    /** The same with a target that is encrypted so; null for one in the clear. */
    public ManagedVolumeRecord encrypted(@Nullable TargetEncryption as) {
        return changed(parts -> parts.encryption = as);
    }

    /** The same in the recycle bin; null for out of it. */
    public ManagedVolumeRecord recycled(@Nullable RecycleBinStay stay) {
        return changed(parts -> parts.recycleBin = stay);
    }

    /** The same with other tags. */
    public ManagedVolumeRecord tagged(List<Tag> others) {
        return changed(parts -> parts.tags = others);
    }

    /** The same as a copy of another volume; null for none. */
    public ManagedVolumeRecord copied(@Nullable VolumeCopy of) {
        return changed(parts -> parts.copy = of);
    }

    /** The same of which tools read back another performance. */
    public ManagedVolumeRecord performing(VolumePerformance other) {
        return changed(parts -> parts.performance = other.equals(VolumePerformance.DEFAULT) ? null : other);
    }

    /** The same, of an order with a client token; null for none. */
    public ManagedVolumeRecord orderedBy(@Nullable ClientToken token) {
        return changed(parts -> parts.clientToken = token);
    }

    /** What tools read back of its performance. */
    public VolumePerformance toldPerformance() {
        return performance == null ? VolumePerformance.DEFAULT : performance;
    }

    /** Whether it is a copy that is being made, or could not be. */
    public boolean copying() {
        return copy != null && state == ManagedVolumeState.CREATING;
    }

    /** Whether it can be seen and used: it is not in the recycle bin. */
    public boolean visible() {
        return recycleBin == null;
    }

    /** The same as it is to be, or was, in the zone that it is moved to or from. */
    public ManagedVolumeRecord elsewhere() {
        VolumeMove known = Objects.requireNonNull(move, volumeId);
        return changed(parts -> {
            parts.zone = known.zone();
            parts.target = known.target();
            parts.move = null;
        });
    }

    /** The same in the zone that it moves to, where all of its content is; what it had before is to be removed. */
    public ManagedVolumeRecord moved(VolumeArrival whole) {
        VolumeMove known = Objects.requireNonNull(move, volumeId);
        return changed(parts -> {
            parts.zone = known.zone();
            parts.target = known.target();
            parts.origin = origin == null || origin.hydration() != null ? origin : origin.hydrated(whole);
            parts.move = new VolumeMove(VolumeMoveState.OPTIMIZING, zone, target, known.startTime(), "");
        });
    }

    /** Whether its content is needed from the store still. */
    public boolean needsStore() {
        return origin != null && origin.hydration() == null && origin.rootPageId() != null;
    }

    private ManagedVolumeRecord changed(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return new ManagedVolumeRecord(
                volumeId,
                name,
                parts.state,
                parts.zone,
                parts.sizeBytes,
                createTime,
                parts.tags,
                parts.target,
                parts.origin,
                ownerId,
                parts.move,
                parts.encryption,
                parts.recycleBin,
                parts.copy,
                parts.performance,
                parts.clientToken);
    }

    /** What may change of a volume, while it does. */
    private static final class Parts {
        private ManagedVolumeState state;
        private String zone;
        private long sizeBytes;
        private List<Tag> tags;
        private VolumeTargetRecord target;
        private @Nullable VolumeOrigin origin;
        private @Nullable VolumeMove move;
        private @Nullable TargetEncryption encryption;
        private @Nullable RecycleBinStay recycleBin;
        private @Nullable VolumeCopy copy;
        private @Nullable VolumePerformance performance;
        private @Nullable ClientToken clientToken;

        Parts(ManagedVolumeRecord of) {
            state = of.state;
            zone = of.zone;
            sizeBytes = of.sizeBytes;
            tags = of.tags;
            target = of.target;
            origin = of.origin;
            move = of.move;
            encryption = of.encryption;
            recycleBin = of.recycleBin;
            copy = of.copy;
            performance = of.performance;
            clientToken = of.clientToken;
        }
    }
}
