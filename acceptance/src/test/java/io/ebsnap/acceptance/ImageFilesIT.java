package io.ebsnap.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.Done;
import io.ebsnap.api.Page;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest.ExportSnapshot;
import io.ebsnap.api.SnapshotRequest.ImportSnapshot;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskRequest;
import io.ebsnap.api.TaskState;
import io.ebsnap.api.VolumeRequest;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots into image files and back, by the programs that others use for these. */
@Requires(
        root = true,
        command = {"qemu-img", "qemu-nbd", "setpriv"})
class ImageFilesIT {

    private static final long IMAGE_BYTES = (24L << 20) + 512;

    /** Written in about half a second: long enough for an order to cancel it to come in time. */
    private static final long LARGE_IMAGE_BYTES = 512L << 20;

    private static final int LARGE_IMAGE_CHANGES = 4_000;
    private static final List<String> FORMATS = List.of("raw", "qcow2", "vhd", "vmdk");
    private static final int LOOKS_MAX = 1_000;
    private static final int ATTEMPTS_MAX = 20;

    @TempDir
    private Path folder;

    @Test
    void everyFormatGoesOutAndComesBackToTheByteAndHolesStayHoles() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = image(60);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Jobs jobs = new Jobs(daemon);
            Snapshot source = jobs.take(image.file());
            for (String format : FORMATS) {
                Path file = folder.resolve("out." + format);
                Task export = jobs.run(new ExportSnapshot(source.snapshotId(), file.toString(), null, false));
                assertThat(export.state()).as("%s", export).isEqualTo(TaskState.COMPLETED);
                assertThat(export.progress().done())
                        .isEqualTo(export.progress().total())
                        .isPositive();
                assertThat(TestImage.digest(plain(file, format))).as(format).isEqualTo(image.digest());

                Snapshot back = imported(daemon, file);
                assertThat(back.origin().volumeSizeInBytes()).as(format).isEqualTo(IMAGE_BYTES);
                Path restored = folder.resolve("restored." + format);
                assertThat(jobs.restore(back.snapshotId(), restored, false).state())
                        .isEqualTo(TaskState.COMPLETED);
                assertThat(TestImage.digest(restored)).as(format).isEqualTo(image.digest());
                assertThat(requireNonNull(back.transfer()).bytesStored())
                        .as("all was there")
                        .isZero();
                assertThat(back.description()).contains(file.toString()).contains(format);
            }
            awaitVolumes(daemon, 1);
            assertThat(leftovers()).isEmpty();
        }
    }

    @Test
    void sparseVolumeTakesNoSpaceAndAnExistingFileStaysUnlessForced() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        Path sparse = folder.resolve("sparse.img");
        Commands.run("truncate", "-s", "128M", sparse.toString());
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Jobs jobs = new Jobs(daemon);
            String snapshot = jobs.take(sparse).snapshotId();
            for (String format : FORMATS) {
                Path file = folder.resolve("small." + format);
                assertThat(jobs.run(new ExportSnapshot(snapshot, file.toString(), null, false))
                                .state())
                        .isEqualTo(TaskState.COMPLETED);
                assertThat(Long.parseLong(Commands.run("stat", "-c", "%b", file.toString())
                                        .strip())
                                * 512)
                        .as(format)
                        .isLessThan(2 << 20);
            }
            CommandLine cli = new CommandLine(home);
            Path file = folder.resolve("small.qcow2");
            String before = TestImage.digest(file);
            Commands.Result refused = cli.attempt("snapshot", "export", snapshot, file.toString());
            assertThat(refused.status()).isEqualTo(4);
            assertThat(refused.output()).contains("--force");
            assertThat(TestImage.digest(file)).isEqualTo(before);
            assertThat(cli.run("snapshot", "export", snapshot, file.toString(), "--format", "raw", "--force"))
                    .contains("completed");
            assertThat(Files.size(file)).isEqualTo(128L << 20);
            assertThat(leftovers()).isEmpty();
        }
    }

    @Test
    void imagesThatNameOtherFilesAreRefusedAndRawContentIsNeverAskedForItsFormat() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        Path secret = folder.resolve("secret.raw");
        Files.write(secret, new byte[1 << 20]);
        Path hostile = create("hostile.qcow2", "qcow2", "-F", "raw", "-b", secret.toString());
        Path data = create("data.qcow2", "qcow2", "-o", "data_file=" + folder.resolve("data.raw"));
        Path flat = create("flat.vmdk", "vmdk", "-o", "subformat=monolithicFlat");
        Path parent = create("parent.vmdk", "vmdk");
        Path child = create("child.vmdk", "vmdk", "-F", "vmdk", "-b", parent.toString());
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            for (Path file : List.of(hostile, data, flat, child)) {
                assertThatThrownBy(() -> daemon.call(importOf(file, null)))
                        .isInstanceOf(ApiException.class)
                        .hasMessageContaining("is not imported");
            }
            assertThatThrownBy(() -> daemon.call(importOf(secret, "qcow2")))
                    .hasMessageContaining("not of format qcow2");
            assertThat(new Jobs(daemon).snapshots()).isEmpty();
            awaitVolumes(daemon, 0);

            // The header of a qcow2 file is content like any other.
            Path raw = folder.resolve("guest.raw");
            Files.copy(hostile, raw);
            String shown = new CommandLine(home).run("snapshot", "import", raw.toString());
            Snapshot guest = new Jobs(daemon).settled(CommandLine.snapshotId(shown));
            assertThat(guest.origin().volumeSizeInBytes()).isEqualTo(Files.size(raw));
        }
    }

    @Test
    void killedDaemonLeavesNoFileThatLooksWholeAndNoProgramBehind() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = image(300);
        Path file = folder.resolve("disk.qcow2");
        Path partial = folder.resolve(".disk.qcow2.ebsnap-partial");
        Path other = folder.resolve("other.vmdk");
        String snapshot;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Jobs jobs = new Jobs(daemon);
            snapshot = jobs.take(image.file()).snapshotId();
            assertThat(jobs.run(new ExportSnapshot(snapshot, other.toString(), null, false))
                            .state())
                    .isEqualTo(TaskState.COMPLETED);
            String unused =
                    daemon.call(importOf(other, null)).snapshots().getFirst().snapshotId();
            unused = daemon.call(new ExportSnapshot(snapshot, file.toString(), null, false))
                    .taskId();
            while (!Files.exists(partial) && !Files.exists(file)) {
                RunningDaemon.pause();
            }
            daemon.kill();
        }
        awaitNoProgram();
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Jobs jobs = new Jobs(daemon);
            assertThat(jobs.snapshots()).allMatch(Snapshot::isSettled);
            awaitVolumes(daemon, 1);
            assertThat(jobs.run(new ExportSnapshot(snapshot, file.toString(), null, true))
                            .state())
                    .isEqualTo(TaskState.COMPLETED);
            assertThat(leftovers()).isEmpty();
            assertThat(TestImage.digest(plain(file, "qcow2"))).isEqualTo(image.digest());
        }
    }

    @Test
    void damagedSnapshotBecomesNoFileAndTheErrorNamesTheChunk() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = image(60);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = new Jobs(daemon).take(image.file()).snapshotId();
            damage(home.data().resolve("store").resolve("packs"));
            for (String format : List.of("qcow2", "raw")) {
                Path file = folder.resolve("damaged." + format);
                Task export = new Jobs(daemon).run(new ExportSnapshot(snapshot, file.toString(), null, false));
                assertThat(export.state()).isEqualTo(TaskState.FAILED);
                assertThat(requireNonNull(export.error()).message()).contains("chunk");
                assertThat(file).doesNotExist();
            }
            assertThat(leftovers()).isEmpty();
        }
    }

    @Test
    void aCancelledExportLeavesNothingAndTheNextOneBeginsAnew() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = image(LARGE_IMAGE_BYTES, LARGE_IMAGE_CHANGES);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            Jobs jobs = new Jobs(daemon);
            String snapshot = jobs.take(image.file()).snapshotId();
            for (String format : List.of("raw", "qcow2")) {
                Path file = folder.resolve("disk." + format);
                Files.writeString(file, "what was there");
                ExportSnapshot order = new ExportSnapshot(snapshot, file.toString(), null, true);
                cancelled(daemon, order);
                assertThat(file).as("what was to be replaced").hasContent("what was there");
                assertThat(leftovers()).isEmpty();
                awaitNoProgram();
                assertThat(jobs.run(order).state()).isEqualTo(TaskState.COMPLETED);
                assertThat(TestImage.digest(plain(file, format))).as(format).isEqualTo(image.digest());
            }
        }
    }

    /** An export may be done before it is cancelled: then it is tried again. */
    private void cancelled(RunningDaemon daemon, ExportSnapshot order) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            String task = daemon.call(order).taskId();
            Done unused = daemon.call(new TaskRequest.CancelTask(task));
            if (new Jobs(daemon).ended(task).state() == TaskState.CANCELLED) {
                return;
            }
            Files.writeString(Path.of(order.file()), "what was there");
        }
        throw new AssertionError("no export was cancelled in " + ATTEMPTS_MAX + " attempts");
    }

    @Test
    void aFileThatIsWrittenToWhileItIsImportedBecomesNoSnapshotOfBoth() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = image(300);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = new Jobs(daemon).take(image.file()).snapshotId();
            for (String format : FORMATS) {
                Path file = folder.resolve("changing." + format);
                int refused = 0;
                for (int attempt = 0; attempt < ATTEMPTS_MAX && refused == 0; attempt++) {
                    assertThat(new Jobs(daemon)
                                    .run(new ExportSnapshot(snapshot, file.toString(), null, true))
                                    .state())
                            .isEqualTo(TaskState.COMPLETED);
                    refused += importedWhileWritten(daemon, file, image.digest()) ? 0 : 1;
                }
                // Where files share blocks, a raw one has an instant that nobody can write to.
                assertThat(refused)
                        .as("imports of %s that were given up", format)
                        .isBetween(format.equals("raw") ? 0 : 1, 1);
            }
            awaitVolumes(daemon, 1);
        }
    }

    /** Whether it was completed; then it shows what was there before. */
    private boolean importedWhileWritten(RunningDaemon daemon, Path file, String before) throws IOException {
        String id = daemon.call(importOf(file, null)).snapshots().getFirst().snapshotId();
        try (FileChannel image = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int unused = image.write(ByteBuffer.wrap(new byte[1 << 20]), Files.size(file) - (1 << 20));
        }
        Jobs jobs = new Jobs(daemon);
        Snapshot ended = jobs.settled(id);
        if (ended.state().equals("error")) {
            assertThat(ended.stateMessage()).contains("no single instant");
            return false;
        }
        Path restored = folder.resolve("restored");
        assertThat(jobs.restore(id, restored, false).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(TestImage.digest(restored)).as("all of before").isEqualTo(before);
        return true;
    }

    @Test
    void aRawFileThatSomebodyHasOpenForWritingIsRefused() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = image(10);
        try (RunningDaemon daemon = RunningDaemon.start(home);
                FileChannel writer = FileChannel.open(image.file(), StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> daemon.call(importOf(image.file(), "raw")))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("no instant of");
            assertThat(writer.isOpen()).isTrue();
            awaitVolumes(daemon, 0);
        }
    }

    private Path create(String name, String format, String... more) {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("qemu-img", "create", "-f", format));
        command.addAll(List.of(more));
        command.addAll(List.of(file.toString(), "1M"));
        String unused = Commands.run(command.toArray(String[]::new));
        return file;
    }

    /** The content of a file, as qemu-img reads it. */
    private Path plain(Path file, String format) {
        Path plain = folder.resolve("plain." + format);
        String driver = format.equals("vhd") ? "vpc" : format;
        String unused =
                Commands.run("qemu-img", "convert", "-f", driver, "-O", "raw", file.toString(), plain.toString());
        return plain;
    }

    private static ImportSnapshot importOf(Path file, @Nullable String format) {
        return new ImportSnapshot(file.toString(), format, null, List.of(), null);
    }

    private static Snapshot imported(RunningDaemon daemon, Path file) {
        Snapshot begun = daemon.call(importOf(file, null)).snapshots().getFirst();
        Snapshot snapshot = new Jobs(daemon).settled(begun.snapshotId());
        assertThat(snapshot.state()).as("%s", snapshot.stateMessage()).isEqualTo("completed");
        return snapshot;
    }

    /** What was imported is forgotten a moment after its snapshot is completed. */
    private static void awaitVolumes(RunningDaemon daemon, int wanted) {
        for (int look = 0; look < LOOKS_MAX && volumes(daemon) != wanted; look++) {
            RunningDaemon.pause();
        }
        assertThat(volumes(daemon)).isEqualTo(wanted);
    }

    private static int volumes(RunningDaemon daemon) {
        return daemon.call(new VolumeRequest.DescribeVolumes(List.of(), List.of(), Page.FIRST))
                .volumes()
                .size();
    }

    private void awaitNoProgram() {
        for (int look = 0; look < LOOKS_MAX && programs() > 0; look++) {
            RunningDaemon.pause();
        }
        assertThat(programs()).isZero();
    }

    private long programs() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains("qemu-") && command.contains(folder.toString()))
                .count();
    }

    private static void damage(Path packs) throws IOException {
        try (Stream<Path> files = Files.walk(packs)) {
            Path largest = files.filter(Files::isRegularFile)
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
            try (FileChannel pack = FileChannel.open(largest, StandardOpenOption.WRITE)) {
                int unused = pack.write(ByteBuffer.wrap(new byte[64]), Files.size(largest) / 2);
            }
        }
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("."))
                    .toList();
        }
    }

    private TestImage image(int changes) {
        return image(IMAGE_BYTES, changes);
    }

    private TestImage image(long sizeBytes, int changes) {
        TestImage image = new TestImage(folder.resolve("source.img"), sizeBytes, new Random(20_263L));
        image.change(changes);
        return image;
    }
}
