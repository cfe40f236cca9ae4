package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.fuse.FuseAgreement;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the next daemon must know about an attachment. As text it is lines of a name, {@code =} and a value; it is of use to this
 * boot of the machine only, and to this release or a later one.
 *
 * @param attachment what it is; its device is that of the {@link #mountPoint()} while it is not bound yet
 * @param mountPoint the file under the loop device
 * @param boot the identity of the running kernel
 * @param keeper who holds the file system's device while no daemon does
 * @param agreed what was agreed on with the kernel
 */
record AttachmentRecord(Attachment attachment, Path mountPoint, String boot, Keeper keeper, FuseAgreement agreed) {

    private static final String VERSION = "1";

    VolumeId volume() {
        return attachment.volume();
    }

    /** The loop device; empty if the daemon ended before there was one. */
    Optional<Path> device() {
        return attachment.device().equals(mountPoint) ? Optional.empty() : Optional.of(attachment.device());
    }

    AttachmentRecord withDevice(Path device) {
        return new AttachmentRecord(
                new Attachment(
                        attachment.volume(), attachment.via(), device, attachment.readOnly(), attachment.attachTime()),
                mountPoint,
                boot,
                keeper,
                agreed);
    }

    AttachmentRecord withKeeper(Keeper other) {
        return new AttachmentRecord(attachment, mountPoint, boot, other, agreed);
    }

    String text() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("volume", attachment.volume());
        fields.put("via", attachment.via());
        fields.put("device", attachment.device());
        fields.put("read-only", attachment.readOnly());
        fields.put("attached-millis", attachment.attachTime().toEpochMilli());
        fields.put("mount-point", mountPoint);
        fields.put("boot", boot);
        fields.put("keeper", keeper.processId());
        fields.put("keeper-started", keeper.startTicks());
        fields.put("minor", agreed.minor());
        fields.put("flags", agreed.flags());
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @param name of the file, for the message
     * @throws Failure.Corrupt if it is not such a text
     * @throws Failure.TooNew if another release wrote it
     */
    static AttachmentRecord parse(String name, String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            fields.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
        }
        String version = fields.getOrDefault("version", "none");
        if (!version.equals(VERSION)) {
            throw new Failure.TooNew(name + " has the version " + version + ", known is " + VERSION);
        }
        try {
            return parse(fields);
        } catch (IllegalArgumentException wrong) {
            throw new Failure.Corrupt(name + " is not the record of an attachment: " + wrong.getMessage(), wrong);
        }
    }

    private static AttachmentRecord parse(Map<String, String> fields) {
        Attachment attachment = new Attachment(
                new VolumeId(field(fields, "volume")),
                Via.valueOf(field(fields, "via")),
                Path.of(field(fields, "device")),
                Boolean.parseBoolean(field(fields, "read-only")),
                Instant.ofEpochMilli(number(fields, "attached-millis")));
        return new AttachmentRecord(
                attachment,
                Path.of(field(fields, "mount-point")),
                field(fields, "boot"),
                new Keeper(number(fields, "keeper"), number(fields, "keeper-started")),
                new FuseAgreement(Math.toIntExact(number(fields, "minor")), number(fields, "flags")));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(field(fields, name));
    }
}
