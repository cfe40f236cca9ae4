package io.ebsnap.lifecycle;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;

/** Makes none. */
final class NoImages implements ImageWork {

    @Override
    public String create(Order order, Ward as) {
        throw none();
    }

    @Override
    public void deregister(ImageId image, Ward as) {
        throw none();
    }

    @Override
    public void deprecate(ImageId image, Ward as) {
        throw none();
    }

    private static Failure none() {
        return new Failure.Unavailable("there are no images here", null);
    }
}
