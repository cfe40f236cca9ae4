package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots of a disk that qemu-nbd serves with dirty bitmaps, by command line and daemon as a user has them. */
@RequiresRoot
@Requires(command = {"qemu-nbd", "qemu-img", "qemu-io"})
class DirtyBitmapIT extends DaemonOnDisks {

    private Path image = Path.of("");
    private Path socket = Path.of("");

    @BeforeEach
    void makeImage() {
        image = folder.resolve("disk.qcow2");
        socket = folder.resolve("disk.sock");
        Commands.run("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "64M");
        write("0 20M");
    }

    @Test
    void onlyWhatABitmapOfTheParentsNameCallsWrittenIsRead() throws Exception {
        String first = snapshot("");
        Commands.run("qemu-img", "bitmap", "--add", image.toString(), first);
        write("5M 64k");
        write("30M 64k");
        String second = snapshot(first);
        assertThat(ebsnap.detection(second)).matches("sampled by nbd-bitmap, [1-9][0-9]* blocks rechecked");
        assertThat(restored(second)).isEqualTo(content());
        assertThat(ebsnap.run("snapshot", "diff", first, second)).isNotBlank();
        assertThat(ebsnap.detection(snapshot(first)))
                .startsWith("exact by keyed")
                .contains("nbd-bitmap: the server has no dirty bitmap " + second);
    }

    @Test
    void bitmapThatWasBegunTooLateIsFoundOutAndNotBelievedUntilACompletedSnapshot() throws Exception {
        assertThat(daemon.stop()).isZero();
        Files.writeString(home.config(), "[tracking]\nrecheck-one-in = 1\n");
        daemon = RunningDaemon.start(home);
        String first = snapshot("");
        write("5M 64k");
        Commands.run("qemu-img", "bitmap", "--add", image.toString(), first);
        write("30M 64k");
        String second = snapshot(first);
        assertThat(ebsnap.detection(second))
                .isEqualTo("full: nbd-bitmap called block 10 unchanged, and it has another content");
        assertThat(restored(second)).isEqualTo(content());
        assertThat(daemon.log()).contains("tracker=nbd-bitmap");
        Commands.run("qemu-img", "bitmap", "--add", image.toString(), second);
        assertThat(ebsnap.detection(snapshot(second))).startsWith("sampled by nbd-bitmap");
    }

    private void write(String range) {
        Commands.run("qemu-io", "-f", "qcow2", "-c", "write -q -P " + range.length() + " " + range, image.toString());
    }

    /** A snapshot of the disk while it is served, with a bitmap or, if that has no name, without one. */
    private String snapshot(String bitmap) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "qemu-nbd", "--persistent", "--shared=4", "--read-only", "--format=qcow2", "--socket=" + socket));
        if (!bitmap.isEmpty()) {
            command.add("--bitmap=" + bitmap);
        }
        command.add(image.toString());
        Process server = new ProcessBuilder(command).inheritIO().start();
        try {
            while (!Files.exists(socket) && server.isAlive()) {
                RunningDaemon.pause();
            }
            return CommandLine.snapshotId(ebsnap.run("snapshot", "create", "nbd+unix:///?socket=" + socket));
        } finally {
            server.destroy();
            server.waitFor();
            Files.deleteIfExists(socket);
        }
    }

    private String restored(String snapshot) throws IOException {
        Path target = folder.resolve("restored.img");
        Files.deleteIfExists(target);
        Commands.run("truncate", "-s", "64M", target.toString());
        ebsnap.run("restore", snapshot, target.toString(), "--force");
        return TestImage.digest(target);
    }

    private String content() {
        Path raw = folder.resolve("raw.img");
        Commands.run("qemu-img", "convert", "-f", "qcow2", "-O", "raw", image.toString(), raw.toString());
        return TestImage.digest(raw);
    }
}
