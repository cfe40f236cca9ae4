package io.ebsnap.image;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What an image may be. */
final class ImageRules {

    private static final int DEVICES_MAX = 64;
    private static final int DESCRIPTION_LENGTH_MAX = 255;
    private static final Pattern DEVICE = Pattern.compile("/dev/[a-z0-9/]{1,32}");
    private static final Set<String> ARCHITECTURES = Set.of("i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac");
    private static final Set<String> BOOT_MODES = Set.of("legacy-bios", "uefi", "uefi-preferred");

    private ImageRules() {}

    static void check(ImageLabel label) {
        if (!ImageLabel.isValidName(label.name())) {
            throw new Failure.Invalid(
                    "'" + label.name() + "' cannot be an image's name",
                    "a name has 3 to 128 letters, digits, spaces and ()[]./-'@_");
        }
        checkDescription(label.description());
        TagRules.check(label.tags());
        TagRules.check(label.snapshotTags());
    }

    static void checkDescription(String description) {
        if (description.length() > DESCRIPTION_LENGTH_MAX) {
            throw new Failure.Invalid("the description has more than " + DESCRIPTION_LENGTH_MAX + " characters");
        }
    }

    /** A machine with its root device, which is the first one if none is named. */
    static ImageMachine machine(ImageMachine wanted, List<String> devices) {
        requireOneOf("architecture", wanted.architecture(), ARCHITECTURES);
        requireOneOf("boot mode", wanted.bootMode(), BOOT_MODES);
        String root = wanted.rootDeviceName().isEmpty() ? devices.getFirst() : wanted.rootDeviceName();
        if (!devices.contains(root)) {
            throw new Failure.Invalid("the root device '" + root + "' is none of the image: " + devices);
        }
        return new ImageMachine(wanted.architecture(), wanted.bootMode(), root);
    }

    private static void requireOneOf(String what, String word, Set<String> known) {
        if (!known.contains(word)) {
            throw new Failure.Invalid(
                    "there is no " + what + " '" + word + "'",
                    "known are " + String.join(", ", known.stream().sorted().toList()));
        }
    }

    static void checkDevices(List<String> names) {
        if (names.isEmpty() || names.size() > DEVICES_MAX) {
            throw new Failure.Invalid("an image has 1 to " + DEVICES_MAX + " devices, not " + names.size());
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!DEVICE.matcher(name).matches()) {
                throw new Failure.Invalid("'" + name + "' is not a device's name, such as /dev/sda");
            }
            if (!seen.add(name)) {
                throw new Failure.Invalid("the device " + name + " is there twice");
            }
        }
    }

    static void checkSizes(List<ImageDevice> devices) {
        for (ImageDevice device : devices) {
            long bytes = device.volumeSizeInBytes();
            if (bytes < 0 || bytes > VolumeGeometry.SIZE_BYTES_MAX) {
                throw new Failure.Invalid(device.deviceName() + " has " + bytes + " bytes");
            }
        }
    }

    /** The root device holds something. */
    static void checkRoot(ImageMachine machine, List<ImageDevice> devices) {
        boolean holds = devices.stream()
                .anyMatch(
                        device -> device.deviceName().equals(machine.rootDeviceName()) && device.snapshotId() != null);
        if (!holds) {
            throw new Failure.Invalid("the root device " + machine.rootDeviceName() + " has no snapshot");
        }
    }
}
