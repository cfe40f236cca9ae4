package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class IdentityLoopIT {

    private static final long MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private DeviceFacts inspect(Path path) {
        return new Machine(disks).devices().inspect(path.toString());
    }

    @Test
    void anImageAndTheLoopDeviceOverItAreTheSame() throws IOException {
        Path image = disks.image(MIB + 512);
        DeviceFacts ofImage = inspect(image);
        assertThat(ofImage.identity()).matches("file:[0-9]+:[0-9]+:[0-9]+");
        assertThat(ofImage.sizeBytes()).isEqualTo(MIB + 512);
        DeviceFacts ofLoop = inspect(disks.attach(LoopOptions.of(image)));
        assertThat(ofLoop.identity()).isEqualTo(ofImage.identity());
        assertThat(ofLoop.sizeBytes()).isEqualTo(ofImage.sizeBytes());
    }

    @Test
    void twoPartsOfAFileAreNotTheSame() throws IOException {
        Path image = disks.image(4 * MIB);
        String first =
                inspect(disks.attach(LoopOptions.of(image).withRange(0, MIB))).identity();
        String second =
                inspect(disks.attach(LoopOptions.of(image).withRange(MIB, MIB))).identity();
        assertThat(second).isEqualTo(first + "@" + MIB);
    }

    @Test
    void anotherFileUnderTheSamePathIsNotTheSame() throws IOException {
        Path image = disks.image(MIB);
        String before = inspect(image).identity();
        Path other = disks.image(MIB);
        Files.move(other, image, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(inspect(image).identity()).isNotEqualTo(before);
    }

    @Test
    void whatIsNoDeviceIsRefused() throws IOException {
        Path empty = disks.image(0);
        assertThatThrownBy(() -> inspect(empty)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> inspect(Path.of("/absent"))).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> new Machine(disks).devices().inspect("nbds://host/x"))
                .isInstanceOf(Failure.Invalid.class);
    }
}
