package io.ebsnap.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which snapshots, and where. */
final class FastRestoreTarget {

    @Parameters(paramLabel = "SNAP", arity = "1..*", description = "Ids of the snapshots.")
    List<String> snapshots = new ArrayList<>();

    @Option(
            names = "--zone",
            paramLabel = "Z",
            description = "Zone of the volumes. Without it, the first zone. May be given several times.")
    List<String> zones = new ArrayList<>();

    @Option(names = "--wait", description = "Wait until it has come to its end, and show the progress meanwhile.")
    boolean wait;
}
