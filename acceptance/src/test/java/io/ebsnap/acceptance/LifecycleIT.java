package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies by the command line on the real daemon: what they adopt, keep, copy and delete, what they say of it, and a kill in the middle. */
@RequiresRoot
class LifecycleIT {

    private static final String POLICY = """
            description = "Adopts what was taken by hand"
            [target]
            all = true
            [schedule.yearly]
            every = "1 year"
            adopt = ["by=hand"]
            [schedule.yearly.retain]
            count = 2
            [schedule.yearly.copy.far]
            key = "alias/far"
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatWasTakenByHandIsAdoptedKeptCopiedAndDeleted() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        Path policies = Files.createDirectory(folder.resolve("policies.d"));
        Files.writeString(home.config(), "[lifecycle]\npolicies = \"" + policies + "\"\nscheduler = \"no\"\n");
        TestImage image = new TestImage(folder.resolve("disk.img"), 4 << 20, new Random(5));
        CommandLine ebsnap = new CommandLine(home);
        List<String> taken = new ArrayList<>();
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            ebsnap.run("key", "create", "--alias", "alias/far");
            for (int i = 0; i < 3; i++) {
                image.change(1);
                taken.add(CommandLine.snapshotId(ebsnap.run(
                        "snapshot", "create", folder.resolve("disk.img").toString(), "--tag", "by=hand")));
            }
            Path file = Files.writeString(policies.resolve("hand.toml"), POLICY);
            assertThat(ebsnap.run("lifecycle", "check", file.toString())).isEqualTo(file + ": right");
            assertThat(ebsnap.run("lifecycle", "list")).contains("hand", "ENABLED", "Adopts");
            assertThat(ebsnap.run("lifecycle", "preview")).contains("deleted").contains(taken.getFirst());
            assertThat(ebsnap.run("lifecycle", "explain", taken.getFirst())).contains("to be deleted because");
            assertThat(ebsnap.run("snapshot", "list")).contains(taken);
            daemon.kill();
        }
        try (RunningDaemon killed =
                RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", "lifecycle.after-follow-up"))) {
            killed.awaitReady();
            assertThat(ebsnap.attempt("lifecycle", "run").status()).isNotZero();
            killed.awaitEnd();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String said = ebsnap.run("lifecycle", "run", "hand");
            assertThat(said).contains("followed-up").contains("deleted").contains(taken.getFirst());
            assertThat(ebsnap.run("lifecycle", "run")).startsWith("nothing is due");
            assertThat(ebsnap.run("status"))
                    .contains("1 enabled, 0 disabled, 0 wrong", "1 volumes by a policy", "0 failures");
            assertThat(ebsnap.run("volume", "protection")).contains("hand");
            assertThat(ebsnap.run("report")).contains("Each volume is covered by one that is carried out.");
            String list = ebsnap.run("snapshot", "list");
            assertThat(list).doesNotContain(taken.getFirst()).contains(taken.subList(1, 3));
            assertThat(list.lines().filter(line -> line.startsWith("snap-"))).hasSize(4);
            assertThat(ebsnap.run("lifecycle", "explain", taken.getLast()))
                    .contains("number 1 of the newest 2", "yearly/copy.far");
            assertThat(ebsnap.run("lifecycle", "simulate", "hand", "--from", "2027-01-01", "--to", "2037-01-01"))
                    .contains("2028-01-01 00:00:00Z", "2037-01-01 00:00:00Z");
            aPolicyOfTheStore(ebsnap);
            assertThat(daemon.stop()).isZero();
        }
    }

    @Test
    void anImageOfAllVolumesIsMadeWhenItIsDue() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        Path policies = Files.createDirectory(folder.resolve("policies.d"));
        Files.writeString(home.config(), "[lifecycle]\npolicies = \"" + policies + "\"\nscheduler = \"no\"\n");
        Files.writeString(policies.resolve("web.toml"), """
                resource-type = "image"
                [target]
                tags = ["web"]
                [schedule.often]
                every = "1 minute"
                [schedule.often.retain]
                count = 1
                """);
        CommandLine ebsnap = new CommandLine(home);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            ebsnap.run("volume", "create", "--size", "4M", "--name", "root", "--tag", "web=1");
            ebsnap.run("volume", "create", "--size", "4M", "--name", "spare", "--tag", "web=2");
            assertThat(ebsnap.run("lifecycle", "preview", "--limit", "10")).contains("created");
            ebsnap.run("lifecycle", "run");
            while (!ebsnap.run("image", "list").contains("available")) {
                ebsnap.run("lifecycle", "run");
            }
            String image = ebsnap.run("image", "list").replaceAll("(?s).*(ami-[0-9a-f]{17}).*", "$1");
            assertThat(ebsnap.run("image", "show", image)).contains("/dev/sda", "/dev/sdb", "web ");
            assertThat(ebsnap.run("lifecycle", "explain", image)).contains("kept because", "number 1 of the newest 1");
            assertThat(ebsnap.run("status")).contains("2 volumes by a policy");
            assertThat(daemon.stop()).isZero();
        }
    }

    private void aPolicyOfTheStore(CommandLine ebsnap) throws IOException {
        Path file = Files.writeString(folder.resolve("night.toml"), """
                [target]
                tags = ["role=db"]
                [schedule.night]
                cron = "cron(0 3 ? * MON-FRI *)"
                time-zone = "Europe/Berlin"
                [schedule.night.retain]
                daily = 7
                """);
        String made = ebsnap.run("lifecycle", "create", file.toString(), "--disabled");
        assertThat(made).contains("DISABLED", "nothing of it expires");
        String id = made.lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
        assertThat(ebsnap.run("lifecycle", "enable", id)).contains("ENABLED");
        assertThat(ebsnap.run("lifecycle", "show", id))
                .contains("cron cron(0 3 ? * MON-FRI *) Europe/Berlin", "7 daily");
        Files.writeString(file, Files.readString(file).replace("daily = 7", "dayly = 7"));
        assertThat(ebsnap.attempt("lifecycle", "update", id, file.toString()).output())
                .contains("schedule.night.retain");
        ebsnap.run("lifecycle", "delete", id);
        assertThat(ebsnap.run("events", "--last", "20")).contains("createLifecyclePolicy", "deleteLifecyclePolicy");
    }
}
