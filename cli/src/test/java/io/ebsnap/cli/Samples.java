package io.ebsnap.cli;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.Attachment;
import io.ebsnap.api.BootSet;
import io.ebsnap.api.FastRestoreProgress;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.Hydration;
import io.ebsnap.api.InitializationStatus;
import io.ebsnap.api.Key;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotOrigin;
import io.ebsnap.api.SnapshotSize;
import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.SnapshotTree;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.api.StageRate;
import io.ebsnap.api.Tag;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskProgress;
import io.ebsnap.api.TaskResult;
import io.ebsnap.api.TaskState;
import io.ebsnap.api.Transfer;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeCreationCredits;
import io.ebsnap.api.VolumeMove;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Things as a daemon would tell them. */
final class Samples {

    static final Instant TIME = Instant.parse("2026-02-03T04:05:06Z");
    static final String SNAPSHOT = "snap-0123456789abcdef0";
    static final String GROUP = "snapgrp-0123456789abcdef0";
    static final String VOLUME = "vol-0123456789abcdef0";
    static final String MANAGED = "vol-0fedcba9876543210";
    static final String TASK = "task-0123456789abcdef0";
    private static final long GIB = 1L << 30;

    private Samples() {}

    static Key key(String state, @Nullable Instant deletion) {
        return key(state, deletion, null);
    }

    static Key keyInToken(String token) {
        return key("Enabled", null, token);
    }

    private static Key key(String state, @Nullable Instant deletion, @Nullable String token) {
        return new Key(
                "123456789012",
                "1111",
                "arn:aws:kms:local:123456789012:key/1111",
                TIME,
                state.equals("Enabled"),
                "default",
                state,
                deletion,
                "CUSTOMER",
                "ENCRYPT_DECRYPT",
                "SYMMETRIC_DEFAULT",
                token == null ? "AWS_KMS" : "AWS_CLOUDHSM",
                token,
                List.of("alias/aws/ebs"),
                2,
                false,
                List.of(new KeyTag("k", "v")),
                null);
    }

    static Volume volume() {
        return new Volume(
                VOLUME,
                4,
                "available",
                TIME,
                List.of(),
                List.of(new Tag("env", "prod")),
                "root",
                "registered",
                4 * GIB,
                "/dev/loop7",
                "loop:7",
                null);
    }

    /** A managed volume that nobody uses. */
    static Volume unused() {
        Volume used = managed("completed", 4, null);
        ServedVolume served = Objects.requireNonNull(used.served());
        return new Volume(
                used.volumeId(),
                used.size(),
                "available",
                TIME,
                List.of(),
                List.of(),
                "data",
                "managed",
                used.sizeInBytes(),
                null,
                null,
                new ServedVolume(
                        served.availabilityZone(),
                        served.snapshotId(),
                        null,
                        null,
                        null,
                        served.initializationStatusDetails(),
                        served.encrypted(),
                        served.kmsKeyId(),
                        served.target(),
                        List.of(),
                        served.hydration(),
                        null,
                        null,
                        null,
                        null));
    }

    /** A volume of 8 GiB that is attached, whose content has come so far: at most four of 4 GiB, of which the first is its boot set. */
    static Volume managed(String phase, int gibibytes, @Nullable String message) {
        Hydration hydration = new Hydration(
                phase,
                4 * GIB,
                gibibytes * GIB,
                GIB / 2,
                GIB,
                2L * (4 - gibibytes),
                message,
                new BootSet(GIB, Math.min(1, gibibytes) * GIB, gibibytes == 0 ? null : TIME));
        return new Volume(
                MANAGED,
                8,
                "in-use",
                TIME,
                List.of(attachment()),
                List.of(),
                "data",
                "managed",
                8 * GIB,
                null,
                null,
                new ServedVolume(
                        "default",
                        SNAPSHOT,
                        false,
                        "lazy: fast restore of its snapshot is not enabled",
                        1024L,
                        new InitializationStatus("provisioned-rate", hydration.percent(), hydration.etaSeconds()),
                        false,
                        null,
                        "/dev/vg0/data",
                        List.of("attached as /dev/loop3"),
                        hydration,
                        null,
                        null,
                        null,
                        null));
    }

    /** The same, encrypted under a key. */
    static Volume encrypted(Volume plain) {
        ServedVolume served = Objects.requireNonNull(plain.served());
        return new Volume(
                plain.volumeId(),
                plain.size(),
                plain.state(),
                plain.createTime(),
                plain.attachments(),
                plain.tags(),
                plain.name(),
                plain.kind(),
                plain.sizeInBytes(),
                null,
                null,
                new ServedVolume(
                        served.availabilityZone(),
                        served.snapshotId(),
                        served.fastRestored(),
                        served.restoreReason(),
                        served.volumeInitializationRate(),
                        served.initializationStatusDetails(),
                        true,
                        "arn:aws:kms:local:000000000000:key/00000000-0000-0000-0000-000000000001",
                        served.target(),
                        served.users(),
                        served.hydration(),
                        null,
                        null,
                        null,
                        null));
    }

    /** A copy of a volume in a state, and why. */
    static Volume copying(String state, @Nullable String message) {
        Volume other = managed("waiting", 0, null);
        ServedVolume served = Objects.requireNonNull(other.served());
        return new Volume(
                other.volumeId(),
                other.size(),
                state,
                TIME,
                List.of(),
                List.of(),
                "copy",
                "managed",
                other.sizeInBytes(),
                null,
                null,
                new ServedVolume(
                        served.availabilityZone(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        served.target(),
                        List.of(),
                        served.hydration(),
                        message,
                        null,
                        VOLUME,
                        null));
    }

    /** A volume in a zone, and how far its move is. */
    static Volume moving(String zone, @Nullable VolumeMove move) {
        Volume still = managed("completed", 4, null);
        ServedVolume served = Objects.requireNonNull(still.served());
        return new Volume(
                still.volumeId(),
                still.size(),
                still.state(),
                still.createTime(),
                still.attachments(),
                still.tags(),
                still.name(),
                still.kind(),
                still.sizeInBytes(),
                null,
                null,
                new ServedVolume(
                        zone,
                        served.snapshotId(),
                        served.fastRestored(),
                        served.restoreReason(),
                        served.volumeInitializationRate(),
                        served.initializationStatusDetails(),
                        served.encrypted(),
                        served.kmsKeyId(),
                        served.target(),
                        served.users(),
                        served.hydration(),
                        null,
                        move,
                        null,
                        null));
    }

    static Attachment attachment() {
        return new Attachment(
                MANAGED,
                "/dev/loop3",
                "attached",
                TIME,
                "fuse",
                false,
                false,
                "its content is still arriving",
                "/dev/sdf",
                "/dev/ebsnap/sdf");
    }

    /** A snapshot of 4 GiB of which some eighths are done; at 8 it is completed. */
    static Snapshot snapshot(int eighths) {
        boolean completed = eighths == 8;
        long done = eighths * GIB / 2;
        return new Snapshot(
                SNAPSHOT,
                VOLUME,
                completed ? "completed" : "pending",
                null,
                TIME,
                completed ? TIME.plusSeconds(8) : null,
                eighths * 100 / 8 + "%",
                "000000000000",
                "before the upgrade",
                4,
                true,
                "11111111-2222-3333-4444-555555555555",
                List.of(new Tag("env", "prod")),
                "standard",
                completed ? 3 * GIB : null,
                null,
                new SnapshotOrigin("/dev/loop7", 4 * GIB, "reflink", null, "full", null, null, null),
                new Transfer(
                        completed ? "completed" : "copying",
                        4 * GIB,
                        done,
                        done,
                        done / 2,
                        done / 4,
                        GIB / 2,
                        eighths,
                        completed ? null : 8L - eighths,
                        completed ? List.of() : List.of(new StageRate("read", 2 * GIB), new StageRate("hash", GIB))));
    }

    /** One of several that show one instant. */
    static Snapshot groupedSnapshot() {
        Snapshot alone = snapshot(8);
        return new Snapshot(
                alone.snapshotId(),
                alone.volumeId(),
                alone.state(),
                alone.stateMessage(),
                alone.startTime(),
                alone.completionTime(),
                alone.progress(),
                alone.ownerId(),
                alone.description(),
                alone.volumeSize(),
                alone.encrypted(),
                alone.kmsKeyId(),
                alone.tags(),
                alone.storageTier(),
                alone.fullSnapshotSizeInBytes(),
                alone.restoreExpiryTime(),
                new SnapshotOrigin("/dev/loop7", 4 * GIB, "reflink", null, "full", null, null, null, GROUP, 41L),
                alone.transfer());
    }

    /** A snapshot of 4 GiB that is being made ready, so many GiB of it are; at 4 it is enabled. */
    static FastSnapshotRestore fastRestore(int gibibytes, @Nullable String message) {
        boolean enabled = gibibytes == 4;
        return new FastSnapshotRestore(
                SNAPSHOT,
                "a",
                enabled ? "enabled" : "optimizing",
                "Client.UserInitiated - Lifecycle state transition",
                "000000000000",
                TIME,
                TIME.plusSeconds(1),
                enabled ? TIME.plusSeconds(9) : null,
                null,
                null,
                message,
                "pool",
                3 * GIB,
                enabled ? 1 : 0,
                enabled ? new VolumeCreationCredits(0.25, 10, 10, TIME.plusSeconds(279)) : null,
                enabled
                        ? null
                        : new FastRestoreProgress("filling", 4 * GIB, gibibytes * GIB, GIB / 2, 8L - 2L * gibibytes));
    }

    /** A snapshot that is archived, so many quarters of the way; at 4 it is done. */
    static SnapshotTierStatus archival(int quarters) {
        boolean done = quarters == 4;
        return new SnapshotTierStatus(
                SNAPSHOT,
                VOLUME,
                "completed",
                "000000000000",
                List.of(),
                done ? "archive" : "standard",
                TIME,
                25 * quarters,
                done ? "archival-completed" : "archival-in-progress",
                null,
                done ? TIME.plusSeconds(60) : null,
                null,
                done ? 4 * GIB : 0,
                done ? 3 * GIB : 0,
                done ? null : 60L - 15L * quarters);
    }

    static Snapshot failed(String reason) {
        Snapshot good = snapshot(3);
        return new Snapshot(
                good.snapshotId(),
                good.volumeId(),
                "error",
                reason,
                TIME,
                TIME,
                "37%",
                good.ownerId(),
                "",
                4,
                true,
                good.kmsKeyId(),
                List.of(),
                "standard",
                null,
                null,
                good.origin(),
                null);
    }

    static Task task(TaskState state, int percent, @Nullable TaskResult result, @Nullable ApiError error) {
        return new Task(
                TASK,
                "VerifyStore",
                List.of("store"),
                state,
                TIME,
                state == TaskState.RUNNING ? null : TIME.plusSeconds(4),
                new TaskProgress("reading packs", "bytes", GIB, GIB * percent / 100, GIB / 4, null),
                result,
                error);
    }

    /** A volume's chain of three, one of a volume that was made of its second and has a branch itself, and one that is being taken. */
    static SnapshotTree tree() {
        return new SnapshotTree(
                List.of(
                        treeEntry(1, null, "a"),
                        treeEntry(2, 1, "a"),
                        treeEntry(3, 2, "b"),
                        treeEntry(4, 3, "c"),
                        treeEntry(5, 3, "b"),
                        treeEntry(6, 2, "a"),
                        treeEntry(7, 6, "d"),
                        new SnapshotTreeEntry(
                                "snap-8", "snap-7", "vol-d", "pending", TIME.plusSeconds(8), "under way", null, null)),
                null);
    }

    private static SnapshotTreeEntry treeEntry(int number, @Nullable Integer parent, String volume) {
        String id = "snap-" + number;
        return new SnapshotTreeEntry(
                id,
                parent == null ? null : "snap-" + parent,
                "vol-" + volume,
                "completed",
                TIME.plusSeconds(number),
                "",
                (long) number << 20,
                new SnapshotSize(id, 3 * GIB, GIB, 1 << 20, 1 << 19, 3 * GIB - (1 << 20), GIB - (1 << 19), 0));
    }
}
