package io.ebsnap.aws.ec2;

import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.VolumePerformance;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The devices of images, as EC2 names and shows them. */
final class BlockDevices {

    private static final String NAME = "BlockDeviceMapping";
    private static final int GIBIBYTES_MAX = 65_536;

    private BlockDevices() {}

    /** Those that an image is to have. */
    static List<BlockDeviceMapping> wanted(Parameters in) {
        return in.groups(NAME).stream().map(BlockDevices::device).toList();
    }

    private static BlockDeviceMapping device(Parameters in) {
        String name = in.required("DeviceName");
        return isLeftOut(in, name)
                ? new BlockDeviceMapping(name, null, "")
                : new BlockDeviceMapping(name, volume(in.below("Ebs")), null);
    }

    private static EbsBlockDevice volume(Parameters in) {
        VolumePerformance unusedPerformance = Performance.ofNew(in);
        Boolean unused = in.flag("Encrypted");
        String snapshot = in.text("SnapshotId");
        Integer size = in.number("VolumeSize", 1, GIBIBYTES_MAX);
        return new EbsBlockDevice(
                in.flag("DeleteOnTermination"),
                snapshot == null ? null : Kind.SNAPSHOT.require(snapshot),
                null,
                size == null ? null : (long) size << 30,
                null);
    }

    /**
     * What an image is to have of a device of an instance.
     *
     * @param deviceName of the instance
     * @param isLeftOut whether it has nothing of it
     * @param deleteOnTermination null if nothing was said
     */
    record Change(
            String deviceName, boolean isLeftOut, @Nullable Boolean deleteOnTermination) {}

    /** What is to be different from the instance. */
    static List<Change> changes(Parameters in) {
        return in.groups(NAME).stream().map(BlockDevices::change).toList();
    }

    private static Change change(Parameters in) {
        String name = in.required("DeviceName");
        if (isLeftOut(in, name)) {
            return new Change(name, true, null);
        }
        Parameters volume = in.below("Ebs");
        VolumePerformance unused = Performance.ofChange(volume);
        return new Change(name, false, volume.flag("DeleteOnTermination"));
    }

    private static boolean isLeftOut(Parameters in, String device) {
        boolean leftOut = in.text("NoDevice") != null;
        if (leftOut == in.has("Ebs")) {
            throw invalid("The device " + device + " has either Ebs or NoDevice.");
        }
        return leftOut;
    }

    static AwsFault invalid(String message) {
        return AwsFault.of("InvalidBlockDeviceMapping", message);
    }

    /** The devices of an image. */
    static void write(List<BlockDeviceMapping> devices, Xml out) {
        out.list("blockDeviceMapping", devices, BlockDevices::write);
    }

    private static void write(BlockDeviceMapping device, Xml out) {
        out.add("deviceName", device.deviceName()).add("noDevice", device.noDevice());
        EbsBlockDevice ebs = device.ebs();
        if (ebs != null) {
            out.open("ebs")
                    .add("deleteOnTermination", ebs.deleteOnTermination())
                    .add("snapshotId", ebs.snapshotId())
                    .add("volumeSize", ebs.volumeSize())
                    .add("volumeType", VolumePerformance.DEFAULT_TYPE)
                    .add("encrypted", ebs.encrypted())
                    .close();
        }
    }
}
