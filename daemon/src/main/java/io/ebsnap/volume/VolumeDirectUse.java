package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One user's way to a volume's target, past its data plane. */
final class VolumeDirectUse implements DirectUse {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeDirectUse.class);

    private final OpenVolume volume;
    private final boolean readOnly;

    VolumeDirectUse(OpenVolume volume, boolean readOnly) {
        this.volume = volume;
        this.readOnly = readOnly;
    }

    @Override
    public Optional<String> obstacle() {
        return volume.directObstacle();
    }

    /** From the first step on whoever needs all requests asks {@code user}, and waits for what follows here. */
    @Override
    public DirectTarget begin(Returning user) {
        volume.beginDirect(user);
        try {
            volume.flush();
            return gone();
        } catch (RuntimeException e) {
            ended();
            throw e;
        }
    }

    @Override
    public void goOn(Returning user) {
        volume.goOnDirect(user);
        DirectTarget unused = gone();
        assert unused != null;
    }

    /** What is written is not seen from now on, and not noted. */
    private DirectTarget gone() {
        if (!readOnly) {
            volume.forgetChanges();
        }
        volume.state().target().release();
        return volume.state().target().direct();
    }

    @Override
    public void ended() {
        try {
            volume.state().target().claim();
        } catch (Failure e) {
            LOG.warn("volume={} its target is not kept from others any more: {}", volume.name(), e.getMessage());
        }
        volume.endDirect();
    }
}
