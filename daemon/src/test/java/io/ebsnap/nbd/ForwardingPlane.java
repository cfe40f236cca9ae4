package io.ebsnap.nbd;

import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ForwardingDataPlane;

/** One use of a plane that lives on when the use is closed; tests change what they want to be different. */
class ForwardingPlane extends ForwardingDataPlane {

    ForwardingPlane(DataPlane plane) {
        super(plane);
    }

    @Override
    public void close() {
        // The plane is the test's.
    }
}
