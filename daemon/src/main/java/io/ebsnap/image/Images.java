package io.ebsnap.image;

import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.ImageTerms;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.LaunchId;
import io.ebsnap.snapshot.SharingOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images as one caller sees them, over records that all share. */
public final class Images implements ImageService {

    private static final Logger LOG = LoggerFactory.getLogger(Images.class);
    private static final Duration COOLDOWN = Duration.ofHours(24);
    private static final Duration DEPRECATION_MAX = Duration.ofDays(3653);
    private static final Duration PUBLIC_DEPRECATION_MAX = Duration.ofDays(731);
    private static final int ANCESTRY_MAX = 100;

    private final ImageRecords records;
    private final ImageCaller caller;
    private final ImagePermissions permissions;
    private final ImageMaking making;
    private final ImageLaunching launching;
    private final ImageDeregistration deregistration;

    /**
     * Images of a caller.
     *
     * @param records of all images
     * @param uses finds those that use a snapshot
     * @param parts services as the caller sees them
     */
    public Images(ImageRecords records, ImageUses uses, ImageCaller caller, ImageParts parts) {
        this.records = records;
        this.caller = caller;
        this.permissions = new ImagePermissions(records, parts.sharing());
        this.deregistration = new ImageDeregistration(records, uses, parts.snapshots());
        this.making = new ImageMaking(records, caller, parts.snapshots());
        this.launching = new ImageLaunching(records, caller, parts);
    }

    /** Whether a snapshot was made, or copied, to be of an image. */
    public static boolean isSnapshotOf(String imageId, SnapshotRecord snapshot) {
        return ImageMaking.isFor(imageId, snapshot);
    }

    /** Undoes or ends what an earlier daemon has left. To be called once, by the administrator's, when volumes can be detached and deleted. */
    public void recover() {
        records.list().stream()
                .filter(image -> image.state() == ImageState.PENDING
                        && image.blockDeviceMappings().isEmpty())
                .forEach(making::undo);
        deregistration.goOn();
        for (ImageLaunchRecord launch : records.launches()) {
            switch (launch.state()) {
                case LAUNCHING -> launching.undo(launch);
                case TERMINATING -> goOn(launch);
                case LAUNCHED -> {}
            }
        }
    }

    private void goOn(ImageLaunchRecord launch) {
        try {
            ImageLaunchRecord unused = launching.terminate(launch);
        } catch (Failure e) {
            LOG.error("launch={} is not terminated: {}", launch.launchId(), e.getMessage());
        }
    }

    @Override
    public ImageRecord create(ImageCreation order) {
        return making.create(order);
    }

    @Override
    public ImageRecord register(ImageRegistration order) {
        return making.register(order);
    }

    @Override
    public ImageRecord copy(ImageCopyOrder order) {
        return making.copy(order, available(order.source()));
    }

    @Override
    public Optional<ImageRecord> find(ImageId id) {
        return records.find(id.value()).filter(this::isVisible).map(this::shown);
    }

    @Override
    public List<ImageRecord> list(boolean deprecated) {
        return records.list().stream()
                .filter(this::isVisible)
                .filter(image -> deprecated || caller.owns(image) || !isDeprecated(image))
                .map(this::shown)
                .toList();
    }

    private boolean isVisible(ImageRecord image) {
        return caller.owns(image) || permissions.isSharedWith(image, caller.accountId());
    }

    private boolean isDeprecated(ImageRecord image) {
        Instant time = image.terms().deprecationTime();
        return time != null && !time.isAfter(records.now());
    }

    /** Of another's without its tags, and with whom else it is shared. */
    private ImageRecord shown(ImageRecord image) {
        return caller.owns(image)
                ? image
                : image.tagged(List.of())
                        .sharedWith(
                                new CreateVolumePermission(List.of(caller.accountId()), permissions.isPublic(image)));
    }

    private ImageRecord require(ImageId id) {
        return records.find(id.value())
                .filter(this::isVisible)
                .orElseThrow(() -> new Failure.NotFound("there is no image " + id));
    }

    private ImageRecord own(ImageId id) {
        ImageRecord image = require(id);
        if (!caller.owns(image)) {
            throw new Failure.Denied(id + " is shared by account " + image.ownerId() + ", and only that may do this");
        }
        return image;
    }

    private ImageRecord available(ImageId id) {
        ImageRecord image = require(id);
        if (image.state() != ImageState.AVAILABLE) {
            String why = image.stateMessage().isEmpty() ? "" : ": " + image.stateMessage();
            throw new Failure.Conflict(id + " is " + image.state().word() + why, "ebsnap image show " + id);
        }
        return image;
    }

    @Override
    public List<SnapshotOutcome> deregister(ImageId id, boolean withSnapshots) {
        return deregistration.deregister(own(id), withSnapshots);
    }

    @Override
    public ImageRecord deprecate(ImageId id, Optional<Instant> time) {
        ImageRecord image = own(id);
        Optional<Instant> rounded = time.map(wanted -> wanted.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES));
        rounded.ifPresent(wanted -> requireSoon(image, wanted));
        return records.update(
                id.value(),
                old -> old.under(terms -> new ImageTerms(
                        rounded.orElse(null), terms.deregistrationProtection(), terms.protectedUntil())));
    }

    private void requireSoon(ImageRecord image, Instant time) {
        Duration most = ImagePermissions.isMarkedPublic(image) ? PUBLIC_DEPRECATION_MAX : DEPRECATION_MAX;
        Instant now = records.now();
        if (!time.isAfter(now) || time.isAfter(now.plus(most))) {
            throw new Failure.Invalid("an image is deprecated in the next " + most.toDays() / 365 + " years, and "
                    + time + " is not in these");
        }
    }

    @Override
    public ImageRecord disable(ImageId id) {
        ImageRecord image = own(id);
        requireState(image, ImageState.AVAILABLE, ImageState.DISABLED);
        return records.update(id.value(), old -> old.in(ImageState.DISABLED, "").sharedWith(null));
    }

    @Override
    public ImageRecord enable(ImageId id) {
        ImageRecord image = own(id);
        requireState(image, ImageState.DISABLED, ImageState.AVAILABLE);
        return records.update(id.value(), old -> old.in(ImageState.AVAILABLE, ""));
    }

    private static void requireState(ImageRecord image, ImageState from, ImageState to) {
        if (image.state() != from && image.state() != to) {
            throw new Failure.Conflict(image.imageId() + " is " + image.state().word() + ", and not " + from.word());
        }
    }

    @Override
    public ImageRecord protect(ImageId id, boolean cooldown) {
        ImageRecord unused = own(id);
        String word = cooldown ? ImageTerms.PROTECTED_WITH_COOLDOWN : ImageTerms.PROTECTED;
        return records.update(
                id.value(), old -> old.under(terms -> new ImageTerms(terms.deprecationTime(), word, null)));
    }

    @Override
    public ImageRecord unprotect(ImageId id) {
        ImageRecord unused = own(id);
        return records.update(
                id.value(),
                old -> old.under(terms -> new ImageTerms(
                        terms.deprecationTime(),
                        ImageTerms.UNPROTECTED,
                        terms.deregistrationProtection().equals(ImageTerms.PROTECTED_WITH_COOLDOWN)
                                ? records.now().plus(COOLDOWN)
                                : terms.protectedUntil())));
    }

    @Override
    public ImageRecord share(ImageId id, SharingOrder with, boolean grant) {
        return permissions.share(own(id), with, grant);
    }

    @Override
    public ImageRecord unshare(ImageId id, SharingOrder with) {
        return permissions.unshare(own(id), with);
    }

    @Override
    public ImageRecord unshare(ImageId id) {
        ImageRecord unused = own(id);
        return records.update(id.value(), old -> old.sharedWith(null));
    }

    @Override
    public ImageRecord permissionsOf(ImageId id) {
        return own(id);
    }

    @Override
    public ImageRecord describe(ImageId id, String description) {
        ImageRecord unused = own(id);
        ImageRules.checkDescription(description);
        return records.update(id.value(), old -> old.described(description));
    }

    @Override
    public ImageRecord tag(ImageId id, List<Tag> tags) {
        ImageRecord unused = own(id);
        return records.update(id.value(), old -> old.tagged(TagRules.merge(old.tags(), tags)));
    }

    @Override
    public ImageRecord untag(ImageId id, List<String> keys) {
        ImageRecord unused = own(id);
        TagRules.checkRemoved(keys);
        return records.update(
                id.value(),
                old -> old.tagged(old.tags().stream()
                        .filter(tag -> !keys.contains(tag.key()))
                        .toList()));
    }

    @Override
    public List<ImageRecord> ancestry(ImageId id) {
        List<ImageRecord> line = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Optional<ImageRecord> next = Optional.of(require(id));
        while (next.isPresent()
                && line.size() < ANCESTRY_MAX
                && seen.add(next.get().imageId())) {
            ImageRecord image = next.get();
            line.add(shown(image));
            String source = image.sourceImageId();
            next = source == null ? Optional.empty() : records.find(source).filter(this::isVisible);
        }
        return line;
    }

    @Override
    public ImageLaunchRecord launch(ImageLaunchOrder order) {
        return launching.launch(order, available(order.image()));
    }

    @Override
    public List<ImageLaunchRecord> launches() {
        return records.launches().stream().filter(caller::owns).toList();
    }

    @Override
    public ImageLaunchRecord terminate(LaunchId id) {
        ImageLaunchRecord launch = launches().stream()
                .filter(known -> known.launchId().equals(id.value()))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no launch " + id));
        return launching.terminate(launch);
    }
}
