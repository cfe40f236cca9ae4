package io.ebsnap.cli;

import io.ebsnap.api.ImageMachine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what machine an image boots. */
final class ImageMachineOptions {

    @Option(names = "--architecture", paramLabel = "A", description = "x86_64 (default), arm64 or i386.")
    @Nullable
    String architecture;

    @Option(names = "--boot-mode", paramLabel = "M", description = "legacy-bios (default), uefi or uefi-preferred.")
    @Nullable
    String bootMode;

    @Option(
            names = "--root-device",
            paramLabel = "DEVICE",
            description = "Device with the root file system. Without it, the first one.")
    @Nullable
    String rootDevice;

    ImageMachine machine() {
        return new ImageMachine(architecture, bootMode, rootDevice);
    }
}
