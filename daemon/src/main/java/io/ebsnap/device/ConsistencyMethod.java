package io.ebsnap.device;

import io.ebsnap.catalog.SnapshotOrigin;

/** How it was had that a snapshot shows one instant of its device; in order of preference. */
public enum ConsistencyMethod {
    /** The daemon serves the volume itself, and keeps what is overwritten while it is read. */
    MANAGED_EPOCH("managed-epoch"),
    /** A snapshot made by LVM, thick or thin. */
    LVM_SNAPSHOT("lvm-snapshot"),
    /** A reflink copy of the image or of the loop device's backing file. */
    REFLINK("reflink"),
    /** The device or image cannot be written: it is read-only. */
    READ_ONLY("read-only"),
    /** Nobody uses the device: it was opened for exclusive use. */
    UNUSED("unused"),
    /** The file system was frozen while its device was read. */
    FROZEN("frozen"),
    /** An outside server (NBD) serves a fixed export or is trusted to. */
    EXPORT("export"),
    /** It is a copy of another snapshot, and shows that one's instant. Not to be had of a device. */
    COPY(SnapshotOrigin.COPY),
    /** None: blocks were read at different times while others may have written. The user insisted. */
    FUZZY("fuzzy");

    private final String word;

    ConsistencyMethod(String word) {
        this.word = word;
    }

    /** The word for it in records, on the command line and in the manual. */
    public String word() {
        return word;
    }
}
