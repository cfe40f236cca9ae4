package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DeviceName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the next daemon must know about an attachment. As text it is lines of a name, {@code =} and a value; it is of use to this
 * boot of the machine only, and to this release or a later one.
 */
sealed interface AttachmentRecord permits FuseRecord, NbdRecord {

    /** Of the text. */
    String VERSION = "1";

    /** The first version can be read too. */
    String VERSION_MAX = "2";

    /** Of this text: the first one that says all of it. */
    default String version() {
        return VERSION;
    }

    /** Whose field is there only if the user named the device; a release that does not know it leaves it. */
    String NAME = "name";

    /** What it is; its device is not a device while there is none yet. */
    Attachment attachment();

    /** The identity of the kernel that was running. */
    String boot();

    /** What this way of attaching needs besides. */
    Map<String, Object> details();

    default VolumeId volume() {
        return attachment().volume();
    }

    default String text() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", version());
        fields.put("volume", attachment().volume());
        fields.put("via", attachment().via());
        fields.put("device", attachment().device());
        fields.put("read-only", attachment().readOnly());
        fields.put("attached-millis", attachment().attachTime().toEpochMilli());
        fields.put("boot", boot());
        attachment().name().ifPresent(name -> fields.put(NAME, name));
        fields.putAll(details());
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** The values of a text by their names. */
    record Fields(Map<String, String> values) {

        String text(String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("it has no " + name);
            }
            return value;
        }

        long number(String name) {
            return Long.parseLong(text(name));
        }
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
        if (!version.equals(VERSION) && !version.equals(VERSION_MAX)) {
            throw new Failure.TooNew(
                    name + " has the version " + version + ", known are " + VERSION + " and " + VERSION_MAX);
        }
        try {
            return parse(new Fields(fields));
        } catch (IllegalArgumentException wrong) {
            throw new Failure.Corrupt(name + " is not the record of an attachment: " + wrong.getMessage(), wrong);
        }
    }

    private static Optional<DeviceName> name(Fields fields) {
        try {
            return Optional.ofNullable(fields.values().get(NAME)).map(DeviceName::new);
        } catch (Failure.Invalid wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    private static AttachmentRecord parse(Fields fields) {
        Attachment attachment = new Attachment(
                new VolumeId(fields.text("volume")),
                Via.valueOf(fields.text("via")),
                Path.of(fields.text("device")),
                Boolean.parseBoolean(fields.text("read-only")),
                Instant.ofEpochMilli(fields.number("attached-millis")),
                name(fields));
        String boot = fields.text("boot");
        return switch (attachment.via()) {
            case FUSE -> FuseRecord.of(attachment, boot, fields);
            case NBD -> NbdRecord.of(attachment, boot, fields);
            case AUTO -> throw new IllegalArgumentException("nothing is attached via AUTO");
        };
    }
}
