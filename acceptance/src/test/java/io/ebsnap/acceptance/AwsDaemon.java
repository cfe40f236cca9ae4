package io.ebsnap.acceptance;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.RecycleBinRequest.CreateRule;
import io.ebsnap.api.Request;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real daemon that AWS's tools can ask. For use by one thread. */
final class AwsDaemon implements AutoCloseable {

    private final RunningDaemon daemon;
    private final AwsTools tools;

    private AwsDaemon(RunningDaemon daemon, AwsTools tools) {
        this.daemon = daemon;
        this.tools = tools;
    }

    /** @param more of its configuration: whole sections */
    static AwsDaemon start(Path folder, String more) throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        int port = AwsTools.freePort();
        Files.writeString(home.config(), more + "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n");
        RunningDaemon daemon = RunningDaemon.start(home);
        AwsTools.awaitPort(port);
        return new AwsDaemon(
                daemon, AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port));
    }

    AwsTools tools() {
        return tools;
    }

    /** Asks it something as {@code ebsnap} does. */
    <A extends Record> A call(Request<A> request) {
        return daemon.call(request);
    }

    /** A new volume's id. */
    String volume() {
        return call(new CreateVolume(null, 4L << 20, null, List.of(), null, null, false, null, null, null))
                .volumeId();
    }

    /** The id of a completed snapshot under the store's own key, which can be shared with everybody. */
    String snapshot(String volume) {
        String snapshot = call(new CreateSnapshot(
                        List.of(volume), null, List.of(), InstantOptions.AUTOMATIC, "alias/ebsnap/store"))
                .snapshots()
                .getFirst()
                .snapshotId();
        tools.await("DescribeSnapshots&SnapshotId.1=" + snapshot, "<status>completed");
        return snapshot;
    }

    /** Lets all things of a type stay in the recycle bin. */
    void keep(String resourceType) {
        var unused = call(
                new CreateRule(resourceType, RetentionPeriod.days(7), null, List.of(), List.of(), List.of(), null));
    }

    @Override
    public void close() {
        daemon.close();
    }
}
