package io.ebsnap.attach;

import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.volume.DeviceName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A process that serves an image file as an attached volume, to be killed by a test. Its arguments: where the mounts are, where the
 * records, the image, its size. It goes on with what is attached, or attaches it, prints the device, and stops when
 * its input ends.
 */
final class VolumeServer {

    static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");

    /** What its device is called. */
    static final DeviceName NAME = new DeviceName("/dev/xvdq");

    private VolumeServer() {}

    public static void main(String[] arguments) throws IOException {
        Linux linux = JnrLinux.load();
        linux.processSettings().declareIoFlusher();
        AttachSettings settings =
                ScratchAttachments.settings(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[4]));
        Path image = Path.of(arguments[2]);
        long size = Long.parseLong(arguments[3]);
        try (Attachments attachments =
                AttachmentsOpening.open(linux, settings, InstantSource.system(), System::nanoTime)) {
            List<Attachment> resumed =
                    attachments.resume((ignored, readOnly) -> new FileDataPlane(linux.blockDevices(), image, size));
            Attachment attached = resumed.isEmpty()
                    ? attachments.attach(
                            VOLUME, new FileDataPlane(linux.blockDevices(), image, size), Via.FUSE, Optional.of(NAME))
                    : resumed.getFirst();
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println((resumed.isEmpty() ? "attached " : "resumed ") + attached.device());
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        }
    }
}
