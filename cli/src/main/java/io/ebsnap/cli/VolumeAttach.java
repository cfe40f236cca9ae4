package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.AttachVia;
import io.ebsnap.api.Attachment;
import io.ebsnap.api.VolumeRequest.AttachVolume;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume attach}. */
@Command(
        name = "attach",
        header = "Make a managed volume a block device of this machine.",
        description = "Prints the path of the device, and nothing else.")
final class VolumeAttach extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id or name of the volume.")
    String volume = "";

    @Option(
            names = "--via",
            paramLabel = "WAY",
            defaultValue = "auto",
            description = {
                "nbd is the kernel's NBD driver, fuse a file of /dev/fuse under a loop device.",
                "auto is the first of them that the machine has. Default: auto."
            })
    AttachVia via = AttachVia.AUTO;

    @Option(names = "--read-only", description = "The device refuses to be written.")
    boolean readOnly;

    @Option(
            names = "--device-name",
            paramLabel = "NAME",
            description = {
                "Name that the device has besides, as EC2 has them: /dev/sdf, xvdba.",
                "A symbolic link in /dev/ebsnap, where the daemon does not say otherwise, leads from it to the device."
            })
    @Nullable
    String deviceName;

    VolumeAttach(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        print(session(), daemon.call(new AttachVolume(volume, via, readOnly, deviceName)));
        return ExitCode.OK;
    }

    /** For scripts: the device alone. */
    static void print(Session session, Attachment attachment) {
        if (session.isJson()) {
            session.renderer().json(attachment);
        } else {
            session.renderer().line(attachment.device());
        }
    }
}
