package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeMove;
import io.ebsnap.api.VolumeRequest.CancelVolumeMove;
import io.ebsnap.api.VolumeRequest.MoveVolume;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume move}. */
@Command(
        name = "move",
        header = "Move a managed volume to another zone.",
        description = {
            "It is used on meanwhile, attached and exported as it is, and keeps its id. Waits until it has moved, and what it had before is removed.",
            "When the daemon or the machine dies, it is in the one zone or the other, with all that was flushed, and the next daemon goes on."
        })
final class VolumeMoving extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id or name of the volume, or its device.")
    String volume = "";

    @ArgGroup(multiplicity = "1")
    Goal goal = new Goal();

    /** Where to, or not at all. */
    static final class Goal {
        @Option(names = "--zone", paramLabel = "Z", required = true, description = "Where its bytes are to lie.")
        @Nullable
        String zone;

        @Option(
                names = "--cancel",
                required = true,
                description =
                        "End a move that is under way: the volume stays where it is. What is left of one that failed is removed.")
        boolean cancel;
    }

    @Option(names = "--no-wait", description = "Return as soon as it has begun.")
    boolean noWait;

    VolumeMoving(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        String named = VolumeRegister.absolute(volume);
        if (goal.zone == null) {
            Volume stayed = daemon.call(new CancelVolumeMove(named));
            show(stayed, Table.pairs().row(stayed.volumeId(), "stays in zone " + zoneOf(stayed)));
            return ExitCode.OK;
        }
        Volume begun = daemon.call(new MoveVolume(named, goal.zone));
        if (noWait) {
            show(begun, VolumeViews.one(begun));
            return ExitCode.OK;
        }
        return end(session().watch(daemon).move(begun.volumeId()), goal.zone);
    }

    private int end(Volume settled, String zone) {
        ServedVolume served = settled.served();
        VolumeMove move = served == null ? null : served.move();
        if (move == null && zoneOf(settled).equals(zone)) {
            show(settled, Table.pairs().row(settled.volumeId(), "moved to zone " + zone));
            return ExitCode.OK;
        }
        if (session().isJson()) {
            session().renderer().json(settled);
        }
        String reason = move == null || move.message() == null ? "the move was cancelled" : move.message();
        session()
                .renderer()
                .error(
                        settled.volumeId() + " stays in zone " + zoneOf(settled) + ": " + reason,
                        "nothing of it is lost; order the move again when that is mended");
        return ExitCode.FAILED;
    }

    private static String zoneOf(Volume volume) {
        ServedVolume served = volume.served();
        return served == null ? "-" : served.availabilityZone();
    }
}
