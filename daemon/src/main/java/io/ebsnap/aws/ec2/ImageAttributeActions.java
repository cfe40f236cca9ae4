package io.ebsnap.aws.ec2;

import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.DescribeImageAttribute;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.ImageRequest.ModifyImageAttribute;
import io.ebsnap.api.ImageRequest.ResetImageAttribute;
import io.ebsnap.api.Page;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Attributes of images: who may launch one and its description are changed, all others are told as they are. */
final class ImageAttributeActions implements Ec2Actions {

    private static final String PERMISSION = "launchPermission";
    private static final String DESCRIPTION = "description";

    /** What EC2 has for images, and none of them here. */
    private static final Set<String> NONE = Set.of("kernel", "ramdisk", "tpmSupport", "uefiData", "imdsSupport");

    private static final Map<String, BiConsumer<Image, Xml>> TOLD = Map.of(
            DESCRIPTION,
            (image, out) -> value(DESCRIPTION, image.description(), out),
            "bootMode",
            (image, out) -> value("bootMode", image.bootMode(), out),
            "sriovNetSupport",
            (image, out) -> value("sriovNetSupport", ImageWriting.NET_SUPPORT, out),
            "lastLaunchedTime",
            (image, out) -> value("lastLaunchedTime", image.lastLaunchedTime(), out),
            "deregistrationProtection",
            (image, out) -> value("deregistrationProtection", image.deregistrationProtection(), out),
            "blockDeviceMapping",
            (image, out) -> BlockDevices.write(image.blockDeviceMappings(), out),
            "productCodes",
            (image, out) -> out.list("productCodes", List.of(), (none, item) -> {}));

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "ModifyImageAttribute", ImageAttributeActions::modify,
                "DescribeImageAttribute", ImageAttributeActions::describe,
                "ResetImageAttribute", ImageAttributeActions::reset);
    }

    private static void value(String name, @Nullable Object value, Xml out) {
        out.open(name).add("value", value).close();
    }

    private static String id(Parameters in) {
        return Reading.id(in, "ImageId", Kind.IMAGE);
    }

    private static Prepared modify(Parameters in) {
        String attribute = in.text("Attribute");
        if (in.has("Description")) {
            return describeAs(in, in.below("Description").text("Value"));
        }
        if (DESCRIPTION.equals(attribute)) {
            return describeAs(in, in.text("Value"));
        }
        if (attribute != null && !attribute.equals(PERMISSION)) {
            throw in.invalid("Attribute", "Expected: " + PERMISSION + " or " + DESCRIPTION + ".");
        }
        Permissions named = Permissions.of(in, "LaunchPermission");
        return Prepared.done(
                new ModifyImageAttribute(id(in), named.operation(), named.users(), named.groups(), false, null));
    }

    private static Prepared describeAs(Parameters in, @Nullable String description) {
        if (description == null) {
            throw Parameters.missing("Description.Value");
        }
        return Prepared.done(new ModifyImageAttribute(id(in), null, List.of(), List.of(), false, description));
    }

    private static Prepared describe(Parameters in) {
        String attribute = in.required("Attribute");
        if (attribute.equals(PERMISSION)) {
            return permissions(id(in));
        }
        BiConsumer<Image, Xml> told = TOLD.get(attribute);
        if (told == null && !NONE.contains(attribute)) {
            throw in.invalid("Attribute", "There is no such attribute.");
        }
        DescribeImages request =
                new DescribeImages(List.of(id(in)), List.of(), List.of(), List.of(), true, true, Page.FIRST);
        return new Prepared.Asked<>(request, (answer, out) -> {
            Image image = answer.images().getFirst();
            out.add("imageId", image.imageId());
            if (told != null) {
                told.accept(image, out);
            }
        });
    }

    private static Prepared permissions(String image) {
        return new Prepared.Asked<>(
                new DescribeImageAttribute(image),
                (answer, out) -> out.add("imageId", answer.imageId())
                        .list(
                                PERMISSION,
                                answer.launchPermissions(),
                                (each, item) ->
                                        item.add("userId", each.userId()).add("group", each.group())));
    }

    private static Prepared reset(Parameters in) {
        if (!in.required("Attribute").equals(PERMISSION)) {
            throw in.invalid("Attribute", "Expected: " + PERMISSION + ".");
        }
        return Prepared.done(new ResetImageAttribute(id(in)));
    }
}
