package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of snapshots and images with the real daemon and command line, over its death. */
@RequiresRoot
class ImageIT {

    private static final int REFUSED = 4;

    @TempDir
    private Path folder;

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    @Test
    void anImageOfVolumesOfOneInstantIsLaunchedAndSurvivesTheDaemonsDeath() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        CommandLine cli = new CommandLine(home);
        TestImage disk = new TestImage(folder.resolve("disk.img"), 4 << 20, new Random(7));
        disk.change(20);
        String digest = disk.digest();
        String image;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            cli.run("volume", "create", "--size", "8M", "--name", "data");
            image = first(
                    "ami-[0-9a-f]{17}",
                    cli.run("image", "create", "web 1", disk.file().toString(), "data"));
            String group = first("snapgrp-[0-9a-f]{17}", cli.run("-o", "json", "snapshot", "list"));
            assertThat(cli.run("snapshot", "list", "--group", group).lines()).hasSize(3);
            String snapshot = first("snap-[0-9a-f]{17}", cli.run("image", "show", image));
            assertThat(cli.attempt("snapshot", "delete", snapshot).status()).isEqualTo(REFUSED);
            cli.run("image", "launch", image, "--name", "one");
            daemon.kill();
        }
        Files.delete(disk.file());
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(cli.run("image", "list")).contains(image, "available");
            cli.run("image", "launch", image, "--name", "two", "--until", "hydrated");
            for (String name : List.of("one-sda", "two-sda")) {
                cli.run("volume", "wait", name);
                String taken = first("snap-[0-9a-f]{17}", cli.run("snapshot", "create", name));
                Path restored = folder.resolve(name);
                cli.run("restore", taken, restored.toString());
                assertThat(TestImage.digest(restored)).isEqualTo(digest);
                cli.run("snapshot", "delete", taken);
            }
            List<String> launches = cli.run("image", "launches")
                    .lines()
                    .skip(1)
                    .map(line -> line.split(" ", 2)[0])
                    .distinct()
                    .toList();
            assertThat(launches).hasSize(2);
            launches.forEach(launch -> cli.run("image", "terminate", "--yes", launch));
            assertThat(cli.run("image", "launches").lines()).hasSize(1);
            assertThat(cli.run("volume", "list")).doesNotContain("one-sda", "two-sda", "one-sdb");
            cli.run("image", "deregister", "--delete-snapshots", image);
            assertThat(cli.run("snapshot", "list").lines()).hasSize(1);
            assertThat(daemon.stop()).isZero();
        }
    }
}
