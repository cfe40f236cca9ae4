package io.ebsnap.volume;

/** The same over an encrypted target: whatever sectors of a write get there, each is one or the other, beside holes too. */
final class EncryptedVolumeCrashTest extends LiveVolumeCrashTest {

    @Override
    LiveVolumeFixture fixture(byte[] content, boolean garbage) {
        return new LiveVolumeFixture(content, garbage).encrypted();
    }
}
