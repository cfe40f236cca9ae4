package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Instants of encrypted volumes are kept as those of others are, and what is copied is encrypted. */
final class EncryptedEpochTest extends EpochTest {

    private static final String TEXT = "what was there before it was overwritten";

    @Override
    LiveVolumeFixture over(LiveVolumeFixture plain) {
        return plain.encrypted();
    }

    @Test
    void copiesAreEncrypted() {
        byte[] content = new byte[Units.BLOCK];
        byte[] text = TEXT.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, content, 4096, text.length);
        LiveVolumeFixture fixture = over(new LiveVolumeFixture(content, false));
        LiveVolume live = fixture.open();
        LiveVolumeFixture.hydrate(live, new java.util.Random(1), 100);
        EpochFixture kept = new EpochFixture(fixture, 1 << 20);
        Epoch epoch = kept.begin(live, false);
        live.write(0, DataPlaneContract.direct(new byte[8192]), Fua.NO);

        byte[] below = kept.copies.read(0, kept.copies.length());
        assertThat(new String(below, StandardCharsets.ISO_8859_1)).doesNotContain(TEXT);
        assertThat(EpochFixture.read(new EpochSource(live, epoch, new BlockBuffers(1)), 0))
                .isEqualTo(content);
    }
}
