package io.ebsnap.aws.ec2;

import io.ebsnap.api.Image;
import io.ebsnap.api.ImageAncestryEntry;
import io.ebsnap.api.ImageStateReason;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images as EC2 shows them. */
record ImageWriting(Ec2Facts facts) {

    static final String PLATFORM = "Linux/UNIX";
    static final String USAGE = "RunInstances";
    static final String HYPERVISOR = "xen";

    /** All that EC2 knows for machines of the type {@code hvm}. */
    static final String NET_SUPPORT = "simple";

    private static final String DEFAULT_BOOT_MODE = "legacy-bios";

    void image(Image image, Xml out) {
        out.add("imageId", image.imageId())
                .add("name", image.name())
                .add("description", image.description().isEmpty() ? null : image.description())
                .add("imageLocation", image.imageLocation())
                .add("imageState", image.state())
                .add("imageOwnerId", image.ownerId())
                .add("creationDate", image.creationDate())
                .add("isPublic", image.isPublic())
                .list("productCodes", List.of(), (none, item) -> {});
        reason(image, out);
        machine(image, out);
        BlockDevices.write(image.blockDeviceMappings(), out);
        Writing.tags(image.tags(), out);
        out.add("deprecationTime", image.deprecationTime())
                .add("deregistrationProtection", image.deregistrationProtection())
                .add("lastLaunchedTime", image.lastLaunchedTime());
        source(image.sourceImageId(), out);
    }

    private static void reason(Image image, Xml out) {
        ImageStateReason reason = image.stateReason();
        if (reason != null) {
            out.open("stateReason").add("message", reason.message()).close();
        }
    }

    /** The boot mode that is taken when none is named is not named in answers either, as EC2 does it. */
    private static void machine(Image image, Xml out) {
        out.add("architecture", image.architecture())
                .add("imageType", image.imageType())
                .add("platformDetails", PLATFORM)
                .add("usageOperation", USAGE)
                .add("rootDeviceName", image.rootDeviceName())
                .add("rootDeviceType", image.rootDeviceType())
                .add("virtualizationType", image.virtualizationType())
                .add("hypervisor", HYPERVISOR)
                .add("sriovNetSupport", NET_SUPPORT)
                .add("bootMode", image.bootMode().equals(DEFAULT_BOOT_MODE) ? null : image.bootMode());
    }

    private void source(@Nullable String imageId, Xml out) {
        out.add("sourceImageId", imageId).add("sourceImageRegion", imageId == null ? null : facts.region());
    }

    void ancestor(ImageAncestryEntry entry, Xml out) {
        out.add("imageId", entry.imageId()).add("creationDate", entry.creationDate());
        source(entry.sourceImageId(), out);
    }
}
