package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.ImageRequest.CopyImage;
import io.ebsnap.api.ImageRequest.DeregisterImage;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.ImageRequest.GetImageAncestry;
import io.ebsnap.api.VolumePerformance;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.ec2.ServedFilters.None;
import io.ebsnap.aws.ec2.ServedFilters.Same;
import io.ebsnap.aws.ec2.ServedFilters.Some;
import io.ebsnap.aws.query.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Images: listing, copying and giving them up. */
final class ImageActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeImages";
    private static final String SET = "imagesSet";
    private static final String SELF = "self";

    /** Owners that EC2 has, and nobody here. */
    private static final Set<String> OWNER_ALIASES = Set.of("amazon", "aws-marketplace", "aws-backup-vault");

    private final Ec2Facts facts;
    private final ImageWriting writing;
    private final ServedFilters filters;

    ImageActions(Ec2Facts facts) {
        this.facts = facts;
        this.writing = new ImageWriting(facts);
        this.filters = new ServedFilters(Map.ofEntries(
                Map.entry("block-device-mapping.volume-type", new Same(VolumePerformance.DEFAULT_TYPE)),
                Map.entry("hypervisor", new Same(ImageWriting.HYPERVISOR)),
                Map.entry("platform-details", new Same(ImageWriting.PLATFORM)),
                Map.entry("usage-operation", new Same(ImageWriting.USAGE)),
                Map.entry("sriov-net-support", new Same(ImageWriting.NET_SUPPORT)),
                Map.entry(
                        "source-image-region",
                        new Some(facts.region(), new Filter("source-image-id", List.of("ami-*")))),
                Map.entry("ena-support", new None()),
                Map.entry("free-tier-eligible", new None()),
                Map.entry("image-allowed", new None()),
                Map.entry("kernel-id", new None()),
                Map.entry("manifest-location", new None()),
                Map.entry("owner-alias", new None()),
                Map.entry("platform", new None()),
                Map.entry("product-code", new None()),
                Map.entry("product-code.type", new None()),
                Map.entry("ramdisk-id", new None()),
                Map.entry("source-instance-id", new None()),
                Map.entry("state-reason-code", new None())));
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                DESCRIBE,
                this::describe,
                "CopyImage",
                this::copy,
                "DeregisterImage",
                ImageActions::deregister,
                "GetImageAncestry",
                this::ancestry);
    }

    private Prepared describe(Parameters in) {
        List<String> known = in.texts("Owner").stream()
                .filter(owner -> !OWNER_ALIASES.contains(owner))
                .toList();
        known.stream().filter(owner -> !owner.equals(SELF)).forEach(Reading::requireAccount);
        Optional<List<Filter>> wanted = filters.of(in);
        DescribeImages request = new DescribeImages(
                Reading.ids(in, "ImageId", Kind.IMAGE),
                known,
                Reading.accounts(in, "ExecutableBy", Set.of(SELF, "all")),
                wanted.orElse(List.of()),
                in.isTrue("IncludeDeprecated"),
                in.isTrue("IncludeDisabled"),
                Reading.page(in, DESCRIBE, 1, false));
        if (wanted.isEmpty() || (in.has("Owner") && known.isEmpty())) {
            return Prepared.none(SET);
        }
        return new Prepared.Asked<>(request, (answer, out) -> {
            out.list(SET, answer.images(), writing::image);
            out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
        });
    }

    private Prepared copy(Parameters in) {
        if (!CopyReading.isHere(in, facts)) {
            throw AwsFault.of(
                    "UnsupportedOperation",
                    "Images of the region " + in.text("SourceRegion")
                            + " are not here: ebsnap snapshot pull copies snapshots, and RegisterImage makes an image of them.");
        }
        CopyImage request = new CopyImage(
                Reading.id(in, "SourceImageId", Kind.IMAGE),
                ImageNames.required(in),
                in.text("Description"),
                Reading.newTags(in, "image", Reading.IMAGE_AND_SNAPSHOTS),
                Reading.newTags(in, "snapshot", Reading.IMAGE_AND_SNAPSHOTS),
                in.isTrue("CopyImageTags"),
                CopyReading.key(in));
        return new Prepared.Asked<>(
                request, (answer, out) -> out.add("imageId", answer.imageId()), Reading.clientToken(in));
    }

    private static Prepared deregister(Parameters in) {
        DeregisterImage request =
                new DeregisterImage(Reading.id(in, "ImageId", Kind.IMAGE), in.isTrue("DeleteAssociatedSnapshots"));
        return new Prepared.Asked<>(
                request,
                (answer, out) -> out.add("return", true)
                        .list(
                                "deleteSnapshotResultSet",
                                answer.deleteSnapshotResults(),
                                (each, item) -> item.add("snapshotId", each.snapshotId())
                                        .add("returnCode", each.returnCode())));
    }

    private Prepared ancestry(Parameters in) {
        return new Prepared.Asked<>(
                new GetImageAncestry(Reading.id(in, "ImageId", Kind.IMAGE)),
                (answer, out) -> out.list("imageAncestryEntrySet", answer.imageAncestryEntries(), writing::ancestor));
    }
}
