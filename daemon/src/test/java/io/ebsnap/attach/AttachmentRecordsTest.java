package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.fuse.FuseAgreement;
import io.ebsnap.volume.DeviceName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentRecordsTest {

    private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");
    private static final Instant TIME = Instant.ofEpochMilli(1_795_000_000_123L);

    @TempDir
    Path directory;

    private static Attachment attachment(Via via, String device) {
        return new Attachment(VOLUME, via, Path.of(device), true, TIME, Optional.of(new DeviceName("/dev/sdf")));
    }

    @Test
    void whatWasPutIsReadWithAllThatItsWayNeeds() {
        AttachmentRecords records = new AttachmentRecords(directory);
        FuseRecord fuse = new FuseRecord(
                attachment(Via.FUSE, "/dev/loop7"),
                "boot",
                Path.of("/run/attached/vol"),
                new Keeper(7, 8),
                new FuseAgreement(41, 0x8000_0000_1L));
        records.put(fuse);
        assertThat(records.all()).containsExactly(fuse);
        NbdRecord nbd = new NbdRecord(attachment(Via.NBD, "/dev/nbd"), "boot", false);
        records.put(nbd);
        assertThat(records.all()).containsExactly(nbd);
        records.put(nbd.withDevice(12));
        assertThat(records.all()).containsExactly(new NbdRecord(attachment(Via.NBD, "/dev/nbd12"), "boot", false));
        records.remove(VOLUME);
        assertThat(records.all()).isEmpty();
    }

    @Test
    void anEarlierReleaseNamedNoDevice() {
        String text = new NbdRecord(attachment(Via.NBD, "/dev/nbd3"), "boot", false).text();
        assertThat(text).contains("\nname=/dev/sdf\n");
        assertThat(AttachmentRecord.parse("file", text.replace("name=/dev/sdf\n", ""))
                        .attachment()
                        .name())
                .isEmpty();
        assertThatThrownBy(() -> AttachmentRecord.parse("file", text.replace("/dev/sdf", "../sdf")))
                .isInstanceOf(Failure.Corrupt.class)
                .hasMessageContaining("'../sdf' is not a valid EBS device name");
    }

    @Test
    void whatIsNoRecordIsRefused() {
        String text = new NbdRecord(attachment(Via.NBD, "/dev/nbd3"), "boot", false).text();
        assertThat(AttachmentRecord.parse("file", text).attachment().device()).isEqualTo(Path.of("/dev/nbd3"));
        assertThatThrownBy(() -> AttachmentRecord.parse("file", text.replace("version=1", "version=3")))
                .isInstanceOf(Failure.TooNew.class);
        for (String wrong : new String[] {"via=AUTO", "via=TAPE", "via=FUSE", "other=NBD"}) {
            assertThatThrownBy(() -> AttachmentRecord.parse("file", text.replace("via=NBD", wrong)))
                    .isInstanceOf(Failure.Corrupt.class)
                    .hasMessageContaining("file is not the record of an attachment");
        }
    }
}
