package io.ebsnap.volume;

import java.util.Random;
import org.junit.jupiter.api.Nested;

/** Live volumes at every state of hydration keep what a data plane promises. */
final class LiveVolumeContractTest {

    private static DataPlane use(LiveVolumeFixture fixture, int hydratedPercent) {
        LiveVolume volume = fixture.open();
        LiveVolumeFixture.hydrate(volume, new Random(1), hydratedPercent);
        if (hydratedPercent == 100) {
            volume.endHydration();
        }
        return new VolumeUse(volume, false, _ -> {}, null);
    }

    @Nested
    final class OnASparseFile implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return use(new LiveVolumeFixture(content, false), 0);
        }
    }

    @Nested
    final class OnADeviceWithOldContent implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return use(new LiveVolumeFixture(content, true), 0);
        }
    }

    @Nested
    final class HalfHydrated implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return use(new LiveVolumeFixture(content, true), 50);
        }
    }

    @Nested
    final class OnAnEncryptedFile implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return use(new LiveVolumeFixture(content, false).encrypted(), 0);
        }
    }

    @Nested
    final class EncryptedOnADeviceWithOldContent implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return use(new LiveVolumeFixture(content, true).encrypted(), 50);
        }
    }

    @Nested
    final class EncryptedAndHydrated implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return use(new LiveVolumeFixture(content, true).encrypted(), 100);
        }
    }

    @Nested
    final class Hydrated implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return use(new LiveVolumeFixture(content, true), 100);
        }
    }
}
