package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Attachments in directories of a test's own, of which nothing may be left after it. */
final class ScratchAttachments {

    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final Linux linux;
    private final Path mounts;
    private final Path records;
    private final Path links;

    ScratchAttachments(ScratchDisks disks) throws IOException {
        this.linux = disks.linux();
        Path directory = disks.directory();
        this.mounts = Files.createDirectories(directory.resolve("attach")).toRealPath();
        this.records = Files.createDirectories(directory.resolve("records")).toRealPath();
        this.links = directory.resolve("links");
        disks.afterwards(this::requireNothingLeft);
    }

    Path mounts() {
        return mounts;
    }

    Path records() {
        return records;
    }

    /** Where the names of devices are; made with the first one. */
    Path links() {
        return links;
    }

    static AttachSettings settings(Path mounts, Path records, Path links) {
        return new AttachSettings(mounts, records, links, 4, 4, 4, SETTLE, Duration.ofMinutes(10), true);
    }

    /** As a daemon that starts. */
    Attachments open() {
        return AttachmentsOpening.open(
                linux, settings(mounts, records, links), InstantSource.system(), System::nanoTime);
    }

    private void requireNothingLeft() throws IOException {
        try (Attachments rest = open()) {
            for (AttachmentRecord record : new AttachmentRecords(records).all()) {
                rest.detach(record.volume(), true);
            }
            rest.resume((volume, readOnly) -> {
                throw new Failure.NotFound("the test is over");
            });
        }
        assertThat(Commands.run("losetup", "--list", "--noheadings", "--output", "BACK-FILE"))
                .doesNotContain(mounts.toString());
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(mounts.toString());
        assertThat(keepers()).isEmpty();
        for (Path directory : List.of(mounts, records, Files.createDirectories(links))) {
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).isEmpty();
            }
        }
    }

    private List<Long> keepers() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> String.valueOf(process.getFileName()))
                    .filter(name -> name.matches("\\d+"))
                    .filter(this::keeps)
                    .map(Long::valueOf)
                    .toList();
        }
    }

    private boolean keeps(String process) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc", process, "environ")), StandardCharsets.ISO_8859_1)
                    .contains("EBSNAP_KEEPS=" + mounts);
        } catch (IOException ended) {
            return false;
        }
    }
}
