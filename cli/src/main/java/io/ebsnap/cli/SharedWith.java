package io.ebsnap.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that say with whom a snapshot is shared. */
final class SharedWith {

    private static final List<String> EVERYBODY = List.of("all");

    @Option(
            names = "--with",
            paramLabel = "ACCOUNT,...",
            split = ",",
            description = "Accounts, 12 digits each. May be given several times.")
    List<String> accounts = new ArrayList<>();

    @Option(names = "--public", description = "Everybody who may use the daemon.")
    boolean everybody;

    List<String> groups() {
        return everybody ? EVERYBODY : List.of();
    }
}
