package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.AttachVia;
import io.ebsnap.api.Attachment;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.AttachVolume;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Restores a snapshot so that it can be used before it is there: a volume on the target, and a device in front of it. */
final class LazyRestore {

    private final Session session;
    private final ApiClient daemon;

    LazyRestore(Session session, ApiClient daemon) {
        this.session = session;
        this.daemon = daemon;
    }

    /**
     * What is to be restored.
     *
     * @param snapshot its id
     * @param target absolute path
     * @param force whether what the target holds may be lost
     * @param rate most MiB a second in the background, if that is limited
     * @param encrypted whether what lies on the target is to be encrypted, if that is said
     */
    record Order(
            String snapshot,
            String target,
            boolean force,
            @Nullable Long rate,
            @Nullable Boolean encrypted) {}

    /** Prints the device on standard output, and what to know about it on standard error. */
    int run(Order order) {
        Volume volume = daemon.call(new CreateVolume(
                order.snapshot(),
                null,
                null,
                List.of(),
                null,
                order.target(),
                order.force(),
                order.rate(),
                order.encrypted(),
                null));
        String id = volume.volumeId();
        VolumeAttach.print(session, attach(id));
        session.renderer().note(about(volume, order.target()));
        session.renderer().note("hint: to watch it: ebsnap volume show " + id + " --watch");
        return ExitCode.OK;
    }

    private static String about(Volume volume, String target) {
        return volume.served() != null && volume.served().encrypted()
                ? "use that device: " + target + " is encrypted, and of no use without " + volume.volumeId()
                : "use that device: " + target + " alone is complete only when " + volume.volumeId() + " is hydrated";
    }

    private Attachment attach(String id) {
        try {
            return daemon.call(new AttachVolume(id, AttachVia.AUTO, false, null));
        } catch (ApiException e) {
            session.renderer()
                    .note(id + " was made and is being filled; to attach it: ebsnap volume attach " + id
                            + "; to give it up: ebsnap volume delete " + id);
            throw e;
        }
    }
}
