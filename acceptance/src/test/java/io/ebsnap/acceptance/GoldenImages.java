package io.ebsnap.acceptance;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A machine's disk with real file systems, an image of it, and an image pipeline that builds upon that. */
final class GoldenImages {

    /** A partition for /boot and one for the root, in a table of four, as BIOS wants it. */
    private static final String MAKE_DISK = """
            set -e
            cd "$1"; rm -rf root boot; mkdir -p root/etc root/boot boot
            echo original >root/etc/motd
            echo 'NAME=test' >root/etc/os-release
            printf '# root and boot\\nLABEL=root / ext4 defaults 0 1\\nLABEL=boot /boot ext4 defaults 0 2\\nLABEL=none none swap sw 0 0\\n' >root/etc/fstab
            echo old >boot/kernel
            truncate -s 48M disk.img
            mkfs.ext4 -q -F -L boot -d boot -E offset=1048576 disk.img 15360k
            mkfs.ext4 -q -F -L root -d root -E offset=16777216 disk.img 31744k
            printf '\\000\\000\\000\\000\\203\\000\\000\\000\\000\\010\\000\\000\\000\\170\\000\\000' | dd status=none of=disk.img bs=1 seek=446 conv=notrunc
            printf '\\000\\000\\000\\000\\203\\000\\000\\000\\000\\200\\000\\000\\000\\370\\000\\000' | dd status=none of=disk.img bs=1 seek=462 conv=notrunc
            printf '\\125\\252' | dd status=none of=disk.img bs=1 seek=510 conv=notrunc
            """;

    private final Path folder;
    final Path pipelines;
    final DaemonHome home;
    final CommandLine ebsnap;

    GoldenImages(Path folder) throws IOException {
        this.folder = folder;
        this.home = DaemonHome.in(folder);
        this.ebsnap = new CommandLine(home);
        this.pipelines = Files.createDirectories(folder.resolve("policies.d"));
        Files.writeString(home.config(), "[lifecycle]\npolicies = \"" + pipelines + "\"\nscheduler = \"no\"\n");
    }

    /** Takes an image of a disk that is made; returns its id. */
    String parent() {
        Commands.run("sh", "-c", MAKE_DISK, "sh", folder.toString());
        return first(
                "ami-[0-9a-f]{17}",
                ebsnap.run(
                        "image", "create", "base 1", folder.resolve("disk.img").toString()));
    }

    /** A pipeline that writes its version into the root and boot file systems, and looks for it. */
    void pipeline(String name, String parent, String build, String test) throws IOException {
        Files.writeString(pipelines.resolve(name + ".pipeline.toml"), """
                description = "A web server"

                [parent]
                %s

                [build]
                hook = '''
                set -e
                echo "version $EBSNAP_VERSION" >"$EBSNAP_ROOT/etc/motd"
                echo "version $EBSNAP_VERSION" >"$EBSNAP_ROOT/boot/kernel"
                %s
                '''
                timeout = "2 minutes"

                [test]
                hook = '''
                set -e
                grep -x "version $EBSNAP_VERSION" "$EBSNAP_ROOT/etc/motd" "$EBSNAP_PARTS/sda-1/kernel"
                [ -b "$EBSNAP_ROOT_DEVICE" ] && [ "$EBSNAP_DEVICES" = "/dev/sda=$EBSNAP_ROOT_DEVICE" ]
                %s
                '''

                [image]
                name = "web $(version)"
                description = "built upon $(parent-name)"
                tags = { role = "web" }

                [retain]
                versions = 2
                deprecate-after = "1 day"
                """.formatted(parent, build, test));
    }

    /** What a file of an image's root file system says. */
    String motd(String image) {
        String snapshot = CommandLine.snapshotId(ebsnap.run("image", "show", image));
        return ebsnap.run("snapshot", "files", "cat", snapshot, "/etc/motd", "--partition", "2");
    }

    /** The image of a version that is there, or was. */
    String image(String pipeline, int version) {
        return ebsnap.run("image", "builds", pipeline)
                .lines()
                .map(line -> List.of(line.strip().split(" +", -1)))
                .filter(fields -> fields.size() > 2 && fields.get(2).equals(String.valueOf(version)))
                .flatMap(fields -> fields.stream().filter(field -> field.startsWith("ami-")))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until nothing of executions is left but images. */
    void awaitTidy() {
        while (ebsnap.run("image", "launches").lines().count() > 1
                || ebsnap.run("volume", "list").contains("execution-")) {
            RunningDaemon.pause();
        }
    }

    static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in: " + text);
        }
        return matcher.group();
    }
}
