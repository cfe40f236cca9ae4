package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/** About how well things are protected. */
public sealed interface ProtectionRequest<A extends Record> extends Request<A> {

    /**
     * How well volumes are protected by their snapshots.
     *
     * @param staleAfterDays how old the newest snapshot of a protected volume may be, 1 to 36500; 7 when absent
     * @param page which part of the list
     */
    record DescribeVolumeProtection(
            @Nullable Integer staleAfterDays, @Inlined Page page) implements ProtectionRequest<VolumeProtectionList> {
        @Override
        public Class<VolumeProtectionList> answerType() {
            return VolumeProtectionList.class;
        }
    }
}
