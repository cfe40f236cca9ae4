package io.ebsnap.aws.ec2;

import io.ebsnap.api.SnapshotRequest.CopySnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshots;
import io.ebsnap.api.Tag;
import io.ebsnap.api.VolumeList;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Snapshots of several volumes at one instant, and copies of snapshots. */
final class SnapshotSetActions implements Ec2Actions {

    private final Ec2Facts facts;

    SnapshotSetActions(Ec2Facts facts) {
        this.facts = facts;
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of("CreateSnapshots", this::create, "CopySnapshot", this::copy);
    }

    /**
     * What is to be made of the volumes of an instance.
     *
     * @param excluded ids of volumes
     */
    private record Wanted(
            List<String> excluded,
            @Nullable String description,
            List<Tag> tags,
            @Nullable String copyTags) {

        Prepared of(VolumeList all) {
            List<String> volumes = all.volumes().stream()
                    .map(volume -> volume.volumeId())
                    .filter(id -> !excluded.contains(id))
                    .toList();
            if (volumes.isEmpty()) {
                throw AwsFault.of("InvalidParameterValue", "No volumes are attached that are not excluded.");
            }
            return new Prepared.Asked<>(
                    new CreateSnapshots(volumes, description, tags, SnapshotActions.AFTER_TURN, null, copyTags),
                    (answer, out) -> out.list(
                            "snapshotSet", answer.snapshots(), (each, item) -> Writing.snapshot(each, "state", item)));
        }
    }

    /** The volumes of this machine are those that are attached; none of them is what it has booted from. */
    private Prepared create(Parameters in) {
        Parameters instance = in.below("InstanceSpecification");
        facts.requireThisInstance(instance.required("InstanceId"));
        Boolean unused = instance.flag("ExcludeBootVolume");
        SnapshotActions.requireRegional(in, "Location");
        Wanted wanted = new Wanted(
                Reading.ids(instance, "ExcludeDataVolumeId", Kind.VOLUME),
                in.text("Description"),
                Reading.newTags(in, "snapshot"),
                in.text("CopyTagsFromSource"));
        return new Prepared.Following<>(AttachedVolumes.ALL, wanted::of);
    }

    private Prepared copy(Parameters in) {
        if (!CopyReading.isHere(in, facts)) {
            throw AwsFault.of(
                    "SnapshotCopyUnsupported.InterRegion",
                    "Snapshots of the region " + in.text("SourceRegion")
                            + " are not here: ebsnap snapshot pull copies them.");
        }
        CopySnapshot request = new CopySnapshot(
                Reading.id(in, "SourceSnapshotId", Kind.SNAPSHOT),
                in.text("Description"),
                Reading.newTags(in, "snapshot"),
                false,
                CopyReading.key(in));
        return new Prepared.Asked<>(request, (answer, out) -> {
            out.add("snapshotId", answer.snapshots().getFirst().snapshotId());
            Writing.tags(answer.snapshots().getFirst().tags(), out);
        });
    }
}
