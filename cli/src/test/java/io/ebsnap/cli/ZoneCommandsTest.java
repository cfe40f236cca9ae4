package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.AvailabilityZoneList;
import io.ebsnap.api.AvailabilityZoneMessage;
import io.ebsnap.api.Done;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.ZoneRequest.AddZone;
import io.ebsnap.api.ZoneRequest.DescribeAvailabilityZones;
import io.ebsnap.api.ZoneRequest.DrainZone;
import io.ebsnap.api.ZoneRequest.RemoveZone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands about zones. */
class ZoneCommandsTest extends CommandsFixture {

    private static final AvailabilityZone FIRST =
            new AvailabilityZone("a", "00", "available", List.of(), "/var/lib/ebsnap/store", null, 5L << 30);
    private static final AvailabilityZone SECOND =
            new AvailabilityZone("b", "01", "syncing", List.of(), "/mnt/b/ebsnap", 42, 7L << 40);
    private static final AvailabilityZone THIRD = new AvailabilityZone(
            "c",
            "02",
            "unavailable",
            List.of(new AvailabilityZoneMessage("/mnt/c/ebsnap takes no writes")),
            "/mnt/c/ebsnap",
            null,
            null);

    @Test
    void listShowsHowZonesDo() throws IOException {
        AvailabilityZoneList zones = new AvailabilityZoneList(List.of(FIRST, SECOND, THIRD));
        assertGolden("zone-list.txt", shown(request -> zones, "zone", "list"));
        assertGolden("zone-list.json", shown(request -> zones, "zone", "list", "-o", "json"));
        assertThat(asked(request -> zones, "zone", "list")).containsExactly(new DescribeAvailabilityZones());
    }

    @Test
    void aDirectoryIsSentAsItIsNamedFromTheRoot() throws IOException {
        assertThat(asked(request -> SECOND, "zone", "add", "b", "--store", "replica"))
                .containsExactly(
                        new AddZone("b", Path.of("replica").toAbsolutePath().toString()));
    }

    @Test
    void zonesAreDrainedAndRemoved() throws IOException {
        assertThat(asked(request -> FIRST, "zone", "drain", "a")).containsExactly(new DrainZone("a"));
        assertThat(asked(request -> new Done(true), "zone", "remove", "a")).containsExactly(new RemoveZone("a"));
    }

    @Test
    void theLastZoneIsNotRemoved() throws IOException {
        try (FakeDaemon daemon = daemon(request -> {
            throw FakeDaemon.error(ErrorKind.CONFLICT, "IncorrectState", "zone a is the only one");
        })) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("zone", "remove", "a")).isEqualTo(ExitCode.CONFLICT);
            assertThat(cli.err()).contains("zone a is the only one");
        }
    }
}
