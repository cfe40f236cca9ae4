package io.ebsnap.aws.ec2;

import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageStateReason;
import io.ebsnap.api.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images as the control protocol shows them. */
final class TestImages {

    static final String ID = "ami-0123456789abcdef0";
    static final String SNAPSHOT = "snap-0123456789abcdef0";

    private TestImages() {}

    /** @param source what it came from */
    static Image image(String name, @Nullable String source) {
        return new Image(
                "x86_64",
                List.of(
                        new BlockDeviceMapping(
                                "/dev/sda", new EbsBlockDevice(true, SNAPSHOT, 1L, 4L << 20, true), null),
                        new BlockDeviceMapping("/dev/sdb", null, "")),
                "legacy-bios",
                Instant.parse("2026-01-02T03:04:05.006Z"),
                Instant.parse("2030-01-01T00:00:00Z"),
                "disabled",
                "words",
                ID,
                "000000000000/" + name,
                "machine",
                Instant.parse("2026-02-01T00:00:00Z"),
                name,
                "000000000000",
                false,
                null,
                "/dev/sda",
                "ebs",
                source,
                "failed",
                new ImageStateReason("it is gone"),
                List.of(new Tag("k", "v")),
                "hvm");
    }
}
