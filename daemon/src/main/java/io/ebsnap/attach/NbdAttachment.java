package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.volume.DataPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** A volume as a device of the kernel's NBD driver. */
final class NbdAttachment implements AttachedDevice {

    /** So long calls to the volume that are under way may take when it stops being served. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** The same when it is ended by force, and nobody waits for their outcome. */
    private static final Duration ABANDON_LIMIT = Duration.ofSeconds(2);

    private final NbdParts parts;
    private final DataPlane plane;
    private final NbdLink link;
    private final NbdRecord record;

    NbdAttachment(NbdParts parts, DataPlane plane, NbdLink link, NbdRecord record) {
        this.parts = parts;
        this.plane = plane;
        this.link = link;
        this.record = record;
    }

    @Override
    public Attachment facts() {
        return record.attachment();
    }

    @Override
    public Speed speed() {
        return Speed.served("it was attached without device mapper");
    }

    /** The device that is served, which is not what its user knows if one of the device mapper leads to it. */
    Path nbdDevice() {
        String volume = record.volume().value();
        return NbdRecord.device(parts.control()
                .find(volume)
                .orElseThrow(() -> new Failure.Unavailable("the device of " + volume + " was disconnected", null)));
    }

    @Override
    public void refreshCapacity() {
        String volume = record.volume().value();
        OptionalInt index = parts.control().find(volume);
        if (index.isEmpty()) {
            throw new Failure.Unavailable("the device of " + volume + " was disconnected", null);
        }
        try {
            parts.control().resize(index.getAsInt(), volume, plane.sizeBytes());
        } catch (LinuxException failed) {
            throw new Failure.Unavailable("cannot change the size of " + device() + ": " + failed.getMessage(), failed);
        }
    }

    /** Flushed before, so that a failure keeps everything as it was, and after, when nobody can write any more. */
    @Override
    public void detach() {
        flush();
        disconnect();
        link.stop(STOP_LIMIT);
        flush();
        parts.records().remove(record.volume());
    }

    void flush() {
        if (!plane.readOnly()) {
            plane.flush();
        }
    }

    @Override
    public void abandon() {
        cutOff();
        forget();
    }

    /** Every request fails from now on. */
    void cutOff() {
        disconnect();
    }

    /** Ends what is left after that. */
    void forget() {
        link.stop(ABANDON_LIMIT);
        parts.records().remove(record.volume());
    }

    private void disconnect() {
        link.expectEnd(true);
        try {
            OptionalInt index = parts.control().find(record.volume().value());
            if (index.isPresent()) {
                parts.control().disconnect(index.getAsInt());
            }
        } catch (LinuxException failed) {
            link.expectEnd(false);
            throw new Failure.Unavailable("cannot disconnect " + device() + ": " + failed.getMessage(), failed);
        }
    }

    /** What was not answered the kernel asks the next daemon. */
    @Override
    public void suspend() {
        link.stop(STOP_LIMIT);
    }

    private String device() {
        return record.attachment().device().toString();
    }
}
