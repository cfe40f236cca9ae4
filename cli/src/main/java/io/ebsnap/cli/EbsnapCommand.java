package io.ebsnap.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: the options that every command has. */
@Command(
        name = "ebsnap",
        header = "Incremental, encrypted snapshots of block devices.",
        description = "Asks ebsnapd, the snapshot daemon of this machine, over its Unix socket.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class EbsnapCommand implements Runnable {

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "Socket of the daemon. Default: $EBSNAP_SOCKET, else /run/ebsnap/ebsnapd.sock.")
    @Nullable
    Path socket;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description =
                    "Region whose daemon is asked, of those that 'ebsnap region list' shows. Default: $EBSNAP_REGION.")
    @Nullable
    String region;

    @Option(
            names = "--account",
            paramLabel = "ID",
            scope = ScopeType.INHERIT,
            description = "Account to act for, which only the administrator may choose. Default: $EBSNAP_ACCOUNT.")
    @Nullable
    String account;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            defaultValue = "table",
            description = "table for people, json for programs in the shapes of EC2's describe calls. Default: table.")
    OutputFormat output = OutputFormat.TABLE;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Show no progress: standard error has errors only, as cron and scripts want it.")
    boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    boolean version;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        CommandGroup.demandCommand(spec);
    }
}
