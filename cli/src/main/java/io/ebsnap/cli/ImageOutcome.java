package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.Page;
import io.ebsnap.api.Snapshot;
import java.util.List;
import java.util.Objects;

/** Prints what became of an image, once its snapshots are completed if that is waited for. */
final class ImageOutcome {

    private final DaemonCommand command;

    ImageOutcome(DaemonCommand command) {
        this.command = command;
    }

    /**
     * Waits, unless nobody wants to, and prints it.
     *
     * @return the exit code
     */
    int of(ApiClient daemon, Image begun, Options.Waiting waiting) {
        Image now = begun;
        if (!waiting.noWait && !begun.isSettled()) {
            List<Snapshot> unused = command.session().watch(daemon).snapshots(snapshots(begun));
            now = find(daemon, begun.imageId());
        }
        command.show(now, ImageViews.one(now));
        if (!now.state().equals("failed")) {
            return ExitCode.OK;
        }
        String why = now.stateReason() == null ? "" : ": " + now.stateReason().message();
        command.renderer()
                .error(now.imageId() + " failed" + why, "give it up with: ebsnap image deregister " + now.imageId());
        return ExitCode.FAILED;
    }

    private static List<String> snapshots(Image image) {
        return image.blockDeviceMappings().stream()
                .map(BlockDeviceMapping::ebs)
                .filter(Objects::nonNull)
                .map(EbsBlockDevice::snapshotId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The image of an id. */
    static Image find(ApiClient daemon, String id) {
        return daemon.call(new DescribeImages(List.of(id), List.of(), List.of(), List.of(), true, true, Page.FIRST))
                .images()
                .getFirst();
    }
}
