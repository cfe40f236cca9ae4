package io.ebsnap.attach;

import io.ebsnap.linux.Linux;
import java.time.InstantSource;

/**
 * What attachments through {@code /dev/fuse} are made with.
 *
 * @param loops binds files to loop devices
 * @param records where attachments are noted
 * @param removal takes away what is left of one
 * @param clock the time of day
 */
record FuseParts(
        Linux linux,
        AttachSettings settings,
        LoopBinding loops,
        AttachmentRecords records,
        FuseRemoval removal,
        InstantSource clock) {}
