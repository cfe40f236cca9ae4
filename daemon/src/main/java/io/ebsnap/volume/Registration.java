package io.ebsnap.volume;

import io.ebsnap.catalog.VolumeRecord;

/**
 * What registering came to.
 *
 * @param volume as it is now
 * @param created false if that device was registered before: then only its tags (added, replaced by key) and, if it had none, its name have changed
 */
public record Registration(VolumeRecord volume, boolean created) {}
