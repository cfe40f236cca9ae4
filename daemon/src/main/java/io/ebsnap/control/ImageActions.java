package io.ebsnap.control;

import io.ebsnap.api.DeletedSnapshot;
import io.ebsnap.api.DeregisteredImage;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageAncestry;
import io.ebsnap.api.ImageAttribute;
import io.ebsnap.api.ImageLaunch;
import io.ebsnap.api.ImageLaunchList;
import io.ebsnap.api.ImageList;
import io.ebsnap.api.ImageRequest;
import io.ebsnap.api.ImageRequest.CopyImage;
import io.ebsnap.api.ImageRequest.CreateImage;
import io.ebsnap.api.ImageRequest.DeregisterImage;
import io.ebsnap.api.ImageRequest.DescribeImageAttribute;
import io.ebsnap.api.ImageRequest.DescribeImageLaunches;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.ImageRequest.DisableImage;
import io.ebsnap.api.ImageRequest.DisableImageDeprecation;
import io.ebsnap.api.ImageRequest.DisableImageDeregistrationProtection;
import io.ebsnap.api.ImageRequest.EnableImage;
import io.ebsnap.api.ImageRequest.EnableImageDeprecation;
import io.ebsnap.api.ImageRequest.EnableImageDeregistrationProtection;
import io.ebsnap.api.ImageRequest.GetImageAncestry;
import io.ebsnap.api.ImageRequest.LaunchImage;
import io.ebsnap.api.ImageRequest.ModifyImageAttribute;
import io.ebsnap.api.ImageRequest.RegisterImage;
import io.ebsnap.api.ImageRequest.ResetImageAttribute;
import io.ebsnap.api.ImageRequest.TagImage;
import io.ebsnap.api.ImageRequest.TerminateImageLaunch;
import io.ebsnap.api.ImageRequest.UntagImage;
import io.ebsnap.api.ImageVolume;
import io.ebsnap.api.LaunchOptions;
import io.ebsnap.api.Tag;
import io.ebsnap.bin.RecycleBin;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.image.ImageCopyOrder;
import io.ebsnap.image.ImageCreation;
import io.ebsnap.image.ImageLabel;
import io.ebsnap.image.ImageLaunchOrder;
import io.ebsnap.image.ImageRegistration;
import io.ebsnap.image.ImageService;
import io.ebsnap.image.SnapshotOutcome;
import io.ebsnap.restore.FastRestores;
import io.ebsnap.snapshot.SharingOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolumeOrder.Encryption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The actions about images. */
final class ImageActions {

    private static final String ALL = "all";

    private final ImageService images;
    private final Serving serving;
    private final VolumeFinder finder;
    private final FastRestores fastRestores;
    private final RecycleBin bin;
    private final String account;

    ImageActions(Services services, VolumeFinder finder) {
        this.images = services.images();
        this.serving = services.serving();
        this.fastRestores = services.fastRestores();
        this.bin = services.recycling().bin();
        this.finder = finder;
        this.account = services.accountId();
    }

    Record handle(ImageRequest<?> request) {
        return switch (request) {
            case CreateImage create -> create(create);
            case RegisterImage register -> register(register);
            case DescribeImages describe -> describe(describe);
            case CopyImage copy -> copy(copy);
            case DeregisterImage deregister -> deregister(deregister);
            case EnableImageDeprecation enable ->
                shape(images.deprecate(id(enable.imageId()), Optional.of(enable.deprecateAt())));
            case DisableImageDeprecation disable -> shape(images.deprecate(id(disable.imageId()), Optional.empty()));
            case DisableImage disable -> shape(images.disable(id(disable.imageId())));
            case EnableImage enable -> shape(images.enable(id(enable.imageId())));
            case ModifyImageAttribute modify -> modify(modify);
            case DescribeImageAttribute describe ->
                ImageShapes.permissions(images.permissionsOf(id(describe.imageId())));
            case ResetImageAttribute reset -> ImageShapes.permissions(images.unshare(id(reset.imageId())));
            case EnableImageDeregistrationProtection enable ->
                shape(images.protect(id(enable.imageId()), enable.withCooldown()));
            case DisableImageDeregistrationProtection disable -> shape(images.unprotect(id(disable.imageId())));
            case GetImageAncestry get -> ancestry(get);
            case TagImage tag -> shape(images.tag(id(tag.imageId()), Shapes.records(tag.tags())));
            case UntagImage untag -> shape(images.untag(id(untag.imageId()), untag.tagKeys()));
            case LaunchImage launch -> launch(launch);
            case DescribeImageLaunches _ ->
                new ImageLaunchList(images.launches().stream().map(this::shape).toList());
            case TerminateImageLaunch terminate -> shape(images.terminate(ImageShapes.launchId(terminate.launchId())));
        };
    }

    private Image create(CreateImage request) {
        List<String> volumes = request.volumes().stream()
                .map(ImageVolume::volume)
                .map(finder::subject)
                .toList();
        return shape(images.create(new ImageCreation(
                label(request.name(), request.description(), request.tags(), request.snapshotTags()),
                machine(request.machine()),
                request.volumes().stream()
                        .map(one -> new ImageCreation.Device(one.deviceName(), one.deleteOnTermination()))
                        .toList(),
                new SnapshotOrder(
                                volumes,
                                "",
                                List.of(),
                                InstantDemands.method(request.how()),
                                request.how().preHook(),
                                request.how().postHook(),
                                request.kmsKeyId())
                        .patient(InstantDemands.patience(request.how())))));
    }

    private Image register(RegisterImage request) {
        return shape(images.register(new ImageRegistration(
                label(request.name(), request.description(), request.tags(), null),
                machine(request.machine()),
                request.blockDeviceMappings().stream().map(ImageShapes::device).toList())));
    }

    private static ImageLabel label(
            String name, @Nullable String description, List<Tag> tags, @Nullable List<Tag> snapshotTags) {
        return new ImageLabel(
                name,
                orElse(description, ""),
                Shapes.records(tags),
                Shapes.records(snapshotTags == null ? tags : snapshotTags));
    }

    private static ImageMachine machine(io.ebsnap.api.ImageMachine wanted) {
        return new ImageMachine(
                orElse(wanted.architecture(), "x86_64"),
                orElse(wanted.bootMode(), "legacy-bios"),
                orElse(wanted.rootDeviceName(), ""));
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private ImageList describe(DescribeImages request) {
        ImageChoice choice = new ImageChoice(request, account);
        List<ImageRecord> records = request.imageIds().isEmpty()
                ? images.list(request.includeDeprecated())
                : request.imageIds().stream().map(this::find).distinct().toList();
        List<Image> shapes = Filters.images(
                records.stream()
                        .filter(choice::includes)
                        .map(ImageActions::shape)
                        .toList(),
                request.filters());
        Pages.Part<Image> part = Pages.cut(shapes, ImageActions::order, request.page());
        return new ImageList(part.items(), part.nextToken());
    }

    private ImageRecord find(String id) {
        return images.find(id(id)).orElseThrow(() -> new Failure.NotFound("there is no image " + id));
    }

    /** By creation, of equal ones by id. */
    private static String order(Image image) {
        return String.format(Locale.ROOT, "%015d-%s", image.creationDate().toEpochMilli(), image.imageId());
    }

    private Image copy(CopyImage request) {
        return shape(images.copy(new ImageCopyOrder(
                id(request.sourceImageId()),
                label(request.name(), request.description(), request.tags(), request.snapshotTags()),
                request.copyImageTags(),
                request.kmsKeyId())));
    }

    private DeregisteredImage deregister(DeregisterImage request) {
        List<SnapshotOutcome> outcomes = images.deregister(id(request.imageId()), request.deleteAssociatedSnapshots());
        if (!outcomes.isEmpty()) {
            fastRestores.snapshotsDeleted();
        }
        return new DeregisteredImage(
                true,
                outcomes.stream()
                        .map(one -> new DeletedSnapshot(
                                one.snapshotId(),
                                one.returnCode(),
                                one.message().isEmpty() ? null : one.message()))
                        .toList(),
                bin.list(BinResourceType.EC2_IMAGE).stream()
                        .filter(item -> item.id().equals(request.imageId()))
                        .map(item -> item.stay().exitTime())
                        .findFirst()
                        .orElse(null));
    }

    private ImageAttribute modify(ModifyImageAttribute request) {
        String description = request.description();
        String operation = request.operationType();
        if ((description == null) == (operation == null)) {
            throw new Failure.Invalid("either the description of an image is changed or who may launch it");
        }
        return ImageShapes.permissions(
                operation == null
                        ? images.describe(id(request.imageId()), orElse(description, ""))
                        : permit(request, operation));
    }

    private ImageRecord permit(ModifyImageAttribute request, String operation) {
        if (!request.userGroups().stream().allMatch(ALL::equals)) {
            throw new Failure.Invalid("there is no group but 'all' that an image is shared with");
        }
        ImageId id = id(request.imageId());
        SharingOrder with = new SharingOrder(
                new HashSet<>(request.userIds()), !request.userGroups().isEmpty());
        return switch (operation) {
            case "add" -> images.share(id, with, request.grant());
            case "remove" -> images.unshare(id, with);
            default -> throw new Failure.Invalid("OperationType '" + operation + "' is neither add nor remove");
        };
    }

    private ImageAncestry ancestry(GetImageAncestry request) {
        return new ImageAncestry(images.ancestry(id(request.imageId())).stream()
                .map(ImageShapes::ancestor)
                .toList());
    }

    private ImageLaunch launch(LaunchImage request) {
        LaunchOptions how = request.how();
        Long rate = how.volumeInitializationRate();
        return shape(images.launch(new ImageLaunchOrder(
                id(request.imageId()),
                orElse(request.name(), ""),
                Shapes.records(request.tags()),
                request.blockDeviceMappings().stream().map(ImageShapes::device).toList(),
                new ImageLaunchOrder.Making(
                        orElse(how.availabilityZone(), ""),
                        new HydrationSettings(rate == null ? 0 : InitializationRate.bytes(rate), false),
                        encryption(how)),
                request.attach() ? Optional.of(ManagedVolumeActions.via(request.via())) : Optional.empty())));
    }

    private static Encryption encryption(LaunchOptions how) {
        return ManagedVolumeActions.encryption(
                Optional.ofNullable(how.encrypted()), Optional.ofNullable(how.kmsKeyId()));
    }

    private static Image shape(ImageRecord record) {
        return ImageShapes.image(record);
    }

    private ImageLaunch shape(ImageLaunchRecord record) {
        return ImageShapes.launch(record, serving.attachments().list());
    }

    private static ImageId id(String text) {
        return ImageShapes.id(text);
    }
}
