package io.ebsnap.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The record of a mount is written as {@code docs/format/mounts.md} says. */
class MountRecordTest {

    /** Version 1, for good. */
    private static final String GOLDEN = """
            {"Version":1,"MountId":"vol-0123456789abcdef0","SnapshotId":"snap-0123456789abcdef0","Part":"vg/lv",\
            "FileSystem":{"Type":"ext4","Label":"root","Uuid":"u"},\
            "Stretches":[{"Length":8192,"StripeBytes":8192,"Origins":[1048576]},\
            {"Length":16384,"StripeBytes":4096,"Origins":[0,65536]}],\
            "Directory":"/mnt","Device":"/dev/loop0","AttachMillis":1000}
            """;

    private static final MountRecord RECORD = new MountRecord(
            1,
            "vol-0123456789abcdef0",
            "snap-0123456789abcdef0",
            "vg/lv",
            new FileSystem("ext4", "root", "u"),
            List.of(Stretch.of(1 << 20, 8192), new Stretch(16_384, 4096, List.of(0L, 65_536L))),
            "/mnt",
            "/dev/loop0",
            1000);

    @Test
    void itIsWrittenAndReadAsItAlwaysWas() {
        assertThat(new String(RECORD.json(), StandardCharsets.UTF_8)).isEqualTo(GOLDEN);
        assertThat(parsed(GOLDEN)).isEqualTo(RECORD);
    }

    @Test
    void whatIsNoRecordIsCorrupt() {
        for (String wrong : List.of(
                "",
                "{}",
                "null",
                GOLDEN.replace("\"Version\":1", "\"Version\":2"),
                GOLDEN.replace("vol-0", "vol-x"),
                GOLDEN.replace("8192", "-1"),
                GOLDEN.replace("\"Part\":\"vg/lv\",", ""),
                GOLDEN + "x")) {
            assertThatThrownBy(() -> parsed(wrong)).as(wrong).isInstanceOf(Failure.Corrupt.class);
        }
    }

    private static MountRecord parsed(String json) {
        return MountRecord.parse("x.mount", json.getBytes(StandardCharsets.UTF_8));
    }
}
