package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.Volume;
import java.util.List;

/** A snapshot of a managed volume that another command needs. */
final class InnerSnapshot {

    private InnerSnapshot() {}

    /** The volume that is meant, if it is a managed one. */
    static Volume requireManaged(ApiClient daemon, String volume) {
        Volume found = VolumeShow.find(daemon, VolumeRegister.absolute(volume));
        if (found.served() == null) {
            throw new Refusal(
                    ExitCode.USAGE,
                    found.volumeId() + " is registered: its bytes are not ebsnap's to serve",
                    "take a snapshot of it, and make a volume of that: ebsnap snapshot create, ebsnap volume create");
        }
        return found;
    }

    /** Takes it and waits for its end. */
    static Snapshot take(ApiClient daemon, Session session, Volume volume, String description) {
        List<Snapshot> begun = daemon.call(new CreateSnapshot(
                        List.of(volume.volumeId()), description, List.of(), InstantOptions.AUTOMATIC))
                .snapshots();
        Snapshot ended = session.watch(daemon)
                .snapshots(begun.stream().map(Snapshot::snapshotId).toList())
                .getFirst();
        if (!ended.state().equals("completed")) {
            throw new Refusal(
                    ExitCode.FAILED,
                    ended.snapshotId() + " of " + volume.volumeId() + " failed: " + ended.stateMessage(),
                    "nothing was changed");
        }
        return ended;
    }
}
