package io.ebsnap.service;

import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.identity.ImageId;
import io.ebsnap.image.ImageCreation;
import io.ebsnap.image.ImageLabel;
import io.ebsnap.image.ImageService;
import io.ebsnap.image.SnapshotOutcome;
import io.ebsnap.lifecycle.ImageWork;
import io.ebsnap.lifecycle.Ward;
import io.ebsnap.snapshot.SnapshotOrder;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes images for policies and gives them up, by the services of those for whom they are carried out.
 *
 * @param images of those
 * @param clock the time of day
 */
record PolicyImages(Function<Ward, ImageService> images, InstantSource clock) implements ImageWork {

    private static final ImageMachine MACHINE = new ImageMachine("x86_64", "legacy-bios", "");
    private static final int LETTERS = 26;

    @Override
    public String create(Order order, Ward as) {
        List<ImageCreation.Device> devices = IntStream.range(0, order.volumes().size())
                .mapToObj(index -> new ImageCreation.Device(device(index), true))
                .toList();
        SnapshotOrder snapshots = new SnapshotOrder(
                order.volumes(),
                "",
                List.of(),
                false,
                Optional.empty(),
                order.preHook(),
                order.postHook(),
                null,
                null,
                null,
                order.standing());
        ImageLabel label = new ImageLabel(order.name(), order.description(), order.tags());
        return images.apply(as)
                .create(new ImageCreation(label, MACHINE, devices, snapshots))
                .imageId();
    }

    /** {@code /dev/sda} to {@code /dev/sdz}, then {@code /dev/sdaa} and so on. */
    static String device(int index) {
        char last = (char) ('a' + index % LETTERS);
        return "/dev/sd" + (index < LETTERS ? "" : String.valueOf((char) ('a' + index / LETTERS - 1))) + last;
    }

    @Override
    public void deregister(ImageId image, Ward as) {
        List<SnapshotOutcome> unused = images.apply(as).deregister(image, true);
    }

    @Override
    public void deprecate(ImageId image, Ward as) {
        new PolicyDeprecation(images.apply(as), clock).deprecate(image);
    }
}
