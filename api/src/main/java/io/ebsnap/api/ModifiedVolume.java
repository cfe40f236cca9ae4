package io.ebsnap.api;

/**
 * What became of a change of a volume.
 *
 * @param volumeModification what was changed
 */
public record ModifiedVolume(VolumeModification volumeModification) {}
