package io.ebsnap.acceptance;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A running daemon with its command line, and disks for it, for each test. */
abstract class DaemonOnDisks {

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    RunningDaemon daemon;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    CommandLine ebsnap;

    @BeforeEach
    final void start() throws IOException {
        home = DaemonHome.in(folder);
        daemon = RunningDaemon.start(home);
        ebsnap = commandLine();
    }

    /** How commands are given to it. */
    CommandLine commandLine() {
        return new CommandLine(home);
    }

    @AfterEach
    final void stop() {
        daemon.close();
    }
}
