package io.ebsnap.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Real file systems in snapshots: mounted, read through the death of the daemon, compared, and restored file by file. */
@RequiresLoopDevices
@Requires(
        root = true,
        file = "/dev/fuse",
        fileSystem = {"ext4", "xfs"},
        command = {"losetup", "unshare", "mkfs.ext4", "mkfs.xfs", "sfdisk", "lvm"})
class SnapshotFilesLoopIT {

    private static final String MAKE_DISK = """
            set -e
            cd "$1"; truncate -s 420M disk.img
            printf 'label: gpt\\nsize=24M\\nsize=304M\\nsize=48M,type=V\\n' | sfdisk -q disk.img
            part() { losetup --find --show --offset $((1048576 * $1)) --sizelimit $((1048576 * $2)) disk.img; }
            fill() { mkdir -p fs; mount $1 fs; echo "$2" >fs/name; head -c 3000000 /dev/urandom >fs/random; cp fs/random random.$2; umount fs; }
            a=$(part 1 24); b=$(part 25 304); c=$(part 329 48)
            trap 'losetup -d $a $b $c' EXIT
            mkfs.ext4 -q -L first $a; fill $a ext4
            mkfs.xfs -q $b; fill $b xfs
            run() { d=$1; shift; lvm $d -qq --driverloaded n --config "devices{use_devicesfile=0 filter=[\\"a|^$c\\$|\\",\\"r|.*|\\"]} backup{backup=0 archive=0}" "$@" 2>/dev/null; }
            run pvcreate -y $c; run vgcreate vg $c
            run lvcreate -an --zero n -Wn -y -L 8M -n root vg; run lvcreate -an --zero n -Wn -y -L 4M -n gap vg; run lvextend -L 12M vg/root; run lvremove -y vg/gap
            truncate -s 12M lv.img; mkfs.ext4 -q lv.img; fill lv.img lv
            dd status=none if=lv.img of=$c bs=1M seek=1 count=8 conv=notrunc; dd status=none if=lv.img of=$c bs=1M seek=13 skip=8 conv=notrunc
            """;

    @RegisterExtension
    private final ScratchDisks disks = new ScratchDisks();

    @TempDir
    private Path folder = Path.of("");

    private DaemonHome home;
    private RunningDaemon daemon;
    private CommandLine ebsnap;
    private Path place;

    @BeforeEach
    void start() throws IOException {
        home = DaemonHome.in(folder);
        daemon = RunningDaemon.start(home);
        ebsnap = new CommandLine(home);
        place = Files.createDirectory(folder.resolve("place"));
    }

    @AfterEach
    void stop() {
        for (Path point : List.of(
                place, place.resolve("1"), place.resolve("2"), place.resolve("vg-root"), folder.resolve("fs"))) {
            boolean unused = Commands.succeeds("umount", "-q", point.toString());
        }
        daemon.close();
    }

    @Test
    void everyFileSystemOfADiskIsMountedAndNothingOfItIsLeft() throws IOException {
        Commands.run("sh", "-c", MAKE_DISK, "sh", folder.toString());
        String snapshot = new Jobs(daemon).take(folder.resolve("disk.img")).snapshotId();
        assertThat(ebsnap.run("snapshot", "mount", "--list", snapshot)
                        .lines()
                        .skip(1)
                        .map(line -> line.split(" +", 2)[0]))
                .containsExactly("1", "2", "3", "vg/root");
        Commands.Result several = ebsnap.attempt("snapshot", "mount", snapshot, place.toString());
        assertThat(several.status()).isEqualTo(4);
        assertThat(several.output()).contains("1 (ext4), 2 (xfs), vg/root (ext4)");
        assertThat(ebsnap.attempt("snapshot", "mount", snapshot, place.toString(), "--partition=3")
                        .status())
                .isEqualTo(2);

        ebsnap.run("snapshot", "mount", "--all", snapshot, place.toString());
        shows(place.resolve("1"), "ext4");
        shows(place.resolve("2"), "xfs");
        shows(place.resolve("vg-root"), "lv");
        assertThat(Commands.attempt("touch", place.resolve("1/x").toString()).output())
                .contains("Read-only");
        assertThat(ebsnap.run("snapshot", "mounts").lines()).hasSize(4);
        ebsnap.run("snapshot", "unmount", place.toString());
        assertThat(ebsnap.run("snapshot", "mounts").lines()).hasSize(1);

        ebsnap.run("snapshot", "mount", snapshot, place.toString(), "--logical-volume", "vg/root");
        shows(place, "lv");
        Commands.Result again =
                ebsnap.attempt("snapshot", "mount", snapshot, place.toString(), "--logical-volume", "vg/root");
        assertThat(again.status()).isEqualTo(4);
        assertThat(again.output()).contains(place + " is a mount point already");
        // Whoever uses umount(8) need not say so: its device is still known by the directory.
        Commands.run("umount", place.toString());
        ebsnap.run("snapshot", "unmount", place.toString());
        requireNothingLeft();
    }

    private void shows(Path root, String name) throws IOException {
        assertThat(root.resolve("name")).hasContent(name);
        assertThat(Files.mismatch(root.resolve("random"), folder.resolve("random." + name)))
                .isEqualTo(-1);
    }

    @Test
    void whatWasMountedIsSeenAsAfterAPowerFailureAndThroughTheDeathOfTheDaemon() throws IOException {
        for (String type : List.of("ext4", "xfs")) {
            Path copy = folder.resolve(type + "-dirty.img");
            Commands.run("sh", "-c", """
                    set -e; cd "$1"; mkdir -p fs; truncate -s 320M $2.img; mkfs.$2 -q $2.img; mount $2.img fs
                    for i in $(seq 40); do echo "content $i" >"fs/file-$i"; done
                    for part in first killed collected; do head -c 2000000 /dev/urandom >fs/$part; cp fs/$part $part.$2; done
                    sync -f fs; cp --sparse=always $2.img $2-dirty.img; umount fs
                    """, "sh", folder.toString(), type);
            String snapshot = new Jobs(daemon).take(copy).snapshotId();
            ebsnap.run("snapshot", "mount", snapshot, place.toString());
            assertThat(place.resolve("file-40")).hasContent("content 40");
            assertThat(scratch()).as("the journal was replayed").isPositive();
            // Each file is read for the first time, so that it comes from the daemon and not from the page cache.
            requireSame("first", type);
            daemon.kill();
            daemon = RunningDaemon.start(home);
            requireSame("killed", type);
            assertThat(ebsnap.run("snapshot", "mounts")).contains(place.toString());
            new Jobs(daemon).delete(snapshot);
            assertThat(new Jobs(daemon).collectGarbage().error()).isNull();
            requireSame("collected", type);
            ebsnap.run("snapshot", "unmount", snapshot);
        }
        requireNothingLeft();
    }

    private void requireSame(String file, String type) throws IOException {
        assertThat(Files.mismatch(place.resolve(file), folder.resolve(file + "." + type)))
                .as("%s of %s", file, type)
                .isEqualTo(-1);
    }

    private long scratch() throws IOException {
        try (Stream<Path> files = Files.list(home.socket().resolveSibling("mounts"))) {
            return files.filter(file -> file.toString().endsWith(".scratch"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void filesAreListedComparedAndRestoredAndAKilledCommandLeavesNothing() throws Exception {
        Path image = folder.resolve("fs.img");
        Commands.run("sh", "-c", """
                set -e; cd "$1"; mkdir fs; truncate -s 64M fs.img; mkfs.ext4 -q fs.img; mount fs.img fs
                mkdir -p fs/etc/conf.d fs/many; echo one >fs/etc/a; echo two >fs/etc/conf.d/b; ln -s /etc/passwd fs/etc/link; ln fs/etc/a fs/etc/hard
                touch 'fs/etc/new
                line'; chown 7:8 fs/etc/a; chmod 640 fs/etc/a
                for i in $(seq 1500); do : >fs/many/a-file-with-a-long-name-so-that-a-listing-fills-the-pipe-$i; done; umount fs
                """, "sh", folder.toString());
        String first = new Jobs(daemon).take(image).snapshotId();
        Commands.run("sh", "-c", """
                set -e; cd "$1"; mount fs.img fs; echo changed >fs/etc/conf.d/b; rm fs/etc/link; chmod 600 fs/etc/a; mkdir fs/etc/added; umount fs
                """, "sh", folder.toString());
        String second = new Jobs(daemon).take(image).snapshotId();

        assertThat(ebsnap.run("snapshot", "files", "list", first, "/etc")
                        .lines()
                        .map(line -> line.replaceFirst(".*Z  ", "")))
                .containsExactly("/etc/a", "/etc/conf.d", "/etc/hard", "/etc/link -> /etc/passwd", "/etc/new\\nline");
        assertThat(ebsnap.run("snapshot", "files", "cat", first, "/etc/conf.d/b"))
                .isEqualTo("two");
        assertThat(ebsnap.attempt("snapshot", "files", "cat", first, "/etc/link")
                        .output())
                .contains("symlink");
        assertThat(ebsnap.run("snapshot", "files", "diff", first, second)
                        .lines()
                        .map(line -> line.replaceAll(" +", " ")))
                .containsExactlyInAnyOrder(
                        "mode /etc/a",
                        "modified /etc/conf.d/b",
                        "mode /etc/hard",
                        "removed /etc/link",
                        "added /etc/added");

        ebsnap.run("snapshot", "files", "restore", first, "/etc", "--to", place.toString());
        assertThat(Commands.run(
                        "stat", "-c", "%U %u %g %a %h", place.resolve("etc/a").toString()))
                .endsWith("7 8 640 2");
        assertThat(place.resolve("etc/conf.d/b")).hasContent("two");
        Commands.Result again = ebsnap.attempt(
                "snapshot",
                "files",
                "restore",
                second,
                "/etc/conf.d",
                "--to",
                place.resolve("etc").toString());
        assertThat(again.status()).isEqualTo(4);
        ebsnap.run(
                "snapshot",
                "files",
                "restore",
                second,
                "/etc/conf.d",
                "--overwrite",
                "--to",
                place.resolve("etc").toString());
        assertThat(place.resolve("etc/conf.d/b")).hasContent("changed");
        assertThat(ebsnap.attempt("snapshot", "files", "list", first, "/etc/link/x")
                        .output())
                .contains("symbolic link");
        assertThat(ebsnap.run("snapshot", "mounts").lines()).hasSize(1);

        killWhileListing(first);
        requireNothingLeft();
    }

    /** It waits for somebody to read what it has listed. */
    private void killWhileListing(String snapshot) throws IOException {
        Process listing = new ProcessBuilder(
                        Checkout.script("ebsnap").toString(),
                        "--socket",
                        home.socket().toString(),
                        "snapshot",
                        "files",
                        "list",
                        "-R",
                        snapshot)
                .start();
        // The first byte says that it has mounted.
        assertThat(listing.getInputStream().read()).isPositive();
        assertThat(ebsnap.run("snapshot", "mounts")).contains(runtime());
        listing.destroyForcibly();
        while (ebsnap.run("snapshot", "mounts").contains(runtime())) {
            RunningDaemon.pause();
        }
    }

    /** Where a command mounts for itself alone. */
    private String runtime() {
        return requireNonNull(home.socket().getParent()).toString();
    }

    /** Devices that nobody uses are detached by a daemon that stops. */
    private void requireNothingLeft() throws IOException {
        assertThat(daemon.stop()).isZero();
        assertThat(Commands.run("losetup", "--list", "--noheadings", "--output", "BACK-FILE"))
                .doesNotContain(folder.toString());
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(place.toString());
        daemon = RunningDaemon.start(home);
        try (Stream<Path> files = Files.list(home.socket().resolveSibling("mounts"))) {
            assertThat(files).isEmpty();
        }
    }
}
