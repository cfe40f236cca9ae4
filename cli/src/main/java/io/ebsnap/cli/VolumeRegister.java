package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.RegisterVolume;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume register}. */
@Command(
        name = "register",
        header = "Make a device known as a volume.",
        description = {
            "DEVICE is a block device (loop, LVM, NBD, any disk), an image file, or an nbd:// or nbd+unix:// URI.",
            "It is only read when a snapshot is taken, and never written."
        })
final class VolumeRegister extends DaemonCommand {

    @Parameters(paramLabel = "DEVICE", description = "Path or URI of the device.")
    String device = "";

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "A unique name that stands for the volume in every command.")
    @Nullable
    String name;

    @Mixin
    Options.Tags tags = new Options.Tags();

    VolumeRegister(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Volume volume = daemon.call(new RegisterVolume(deviceOf(device), name, tags.tags));
        show(volume, VolumeViews.one(volume));
        return ExitCode.OK;
    }

    /** A relative path means this process's directory, not the daemon's. A word without a slash may be an id or a name, and stays. */
    static String absolute(String volume) {
        return volume.contains("/") ? deviceOf(volume) : volume;
    }

    private static String deviceOf(String device) {
        boolean isUri = device.startsWith("nbd:") || device.startsWith("nbd+unix:");
        return isUri ? device : Path.of(device).toAbsolutePath().normalize().toString();
    }
}
