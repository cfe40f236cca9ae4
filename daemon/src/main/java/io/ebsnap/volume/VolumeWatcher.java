package io.ebsnap.volume;

import io.ebsnap.geometry.BlockIndex;

/** Sees what users do with a volume, so that what they need next can be there before they ask. Calls must return at once. */
public interface VolumeWatcher {

    /** Sees nothing. */
    VolumeWatcher NONE = new VolumeWatcher() {
        @Override
        public void read(long offset, long length) {}

        @Override
        public void demanded(BlockIndex block) {}

        @Override
        public void arrived(BlockIndex block) {}

        @Override
        public void wanted(long offset, long length) {}
    };

    /** A range is being read. */
    void read(long offset, long length);

    /** Somebody waits for a block that was not there. */
    void demanded(BlockIndex block);

    /** What a block lacked has arrived, in the background or because somebody needed it. */
    void arrived(BlockIndex block);

    /** Somebody said that a range will be read soon. */
    void wanted(long offset, long length);
}
