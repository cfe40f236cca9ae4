package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.DeviceIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the names that stay with a disk. Many drivers show such a file and then fail to answer: that disk has no such name.
 */
final class IdentityReader {

    /** What stands before the text in SCSI's page of the serial number. */
    private static final int SCSI_HEADER_BYTES = 4;

    private IdentityReader() {}

    static DeviceIdentity read(Path disk) {
        return new DeviceIdentity(
                first(disk, "device/model"),
                first(disk, "serial", "device/serial").or(() -> scsiSerial(disk)),
                first(disk, "wwid", "device/wwid"),
                first(disk, "diskseq").map(Long::valueOf));
    }

    private static Optional<String> first(Path disk, String... names) {
        return Stream.of(names)
                .map(name -> text(disk.resolve(name)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> text(Path file) {
        try {
            return Attributes.text(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> scsiSerial(Path disk) {
        try {
            return Attributes.bytes(disk.resolve("device/vpd_pg80"))
                    .filter(page -> page.length > SCSI_HEADER_BYTES)
                    .map(IdentityReader::afterHeader)
                    .filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String afterHeader(byte[] page) {
        int length = page.length - SCSI_HEADER_BYTES;
        return new String(page, SCSI_HEADER_BYTES, length, StandardCharsets.US_ASCII).strip();
    }
}
