package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;

/** Sizes that devices tell, checked. */
final class Geometries {

    private Geometries() {}

    /**
     * The geometry of a device.
     *
     * @throws Failure.Invalid if the size is none that a volume can have
     */
    static VolumeGeometry of(String name, long sizeBytes) {
        if (sizeBytes < 1) {
            throw new Failure.Invalid(name + " has no content: its size is " + sizeBytes + " bytes");
        }
        if (sizeBytes > VolumeGeometry.SIZE_BYTES_MAX) {
            throw new Failure.Invalid(name + " is too large: " + sizeBytes + " bytes, at most "
                    + VolumeGeometry.SIZE_BYTES_MAX + " can be dealt with");
        }
        return new VolumeGeometry(sizeBytes);
    }
}
