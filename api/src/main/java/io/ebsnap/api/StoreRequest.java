package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/** About the chunk store. */
public sealed interface StoreRequest<A extends Record> extends Request<A> {

    /** What the store holds. */
    record GetStoreStatistics() implements StoreRequest<StoreStatistics> {
        @Override
        public Class<StoreStatistics> answerType() {
            return StoreStatistics.class;
        }
    }

    /** What is stored under each KMS key. */
    record DescribeKeySizes() implements StoreRequest<KeySizeList> {
        @Override
        public Class<KeySizeList> answerType() {
            return KeySizeList.class;
        }
    }

    /** What each zone holds of the store. Counts the objects there. */
    record DescribeZoneSizes() implements StoreRequest<ZoneSizeList> {
        @Override
        public Class<ZoneSizeList> answerType() {
            return ZoneSizeList.class;
        }
    }

    /**
     * Starts checking what is stored.
     *
     * @param sample {@code n/t}: only the n-th of t equal parts; everything when absent
     * @param repair whether bad copies are replaced from the good ones of other zones
     */
    record VerifyStore(@Nullable String sample, boolean repair) implements StoreRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }

    /** How the store has grown, day by day. */
    record DescribeStoreHistory() implements StoreRequest<StoreHistory> {
        @Override
        public Class<StoreHistory> answerType() {
            return StoreHistory.class;
        }
    }

    /** How far the store was verified of late. */
    record GetScrubStatus() implements StoreRequest<ScrubStatus> {
        @Override
        public Class<ScrubStatus> answerType() {
            return ScrubStatus.class;
        }
    }

    /** Starts giving back the space of what no snapshot needs. */
    record CollectGarbage() implements StoreRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }

    /** Starts making the index anew from the store. */
    record RebuildIndex() implements StoreRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }
}
