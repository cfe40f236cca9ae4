package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DirectUse;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ManagedVolumeOrder.Encryption;
import io.ebsnap.volume.VolumeChange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Volumes whose targets are encrypted: all that others do, and the lives of their keys. */
final class EncryptedVolumesIT extends ManagedVolumesIT {

    private static final String OTHER = "alias/other";

    @Override
    boolean encrypted() {
        return true;
    }

    @Override
    void assertOnTarget(Path target, byte[] expected) throws IOException {
        byte[] below = Files.readAllBytes(target);
        assertThat(below).hasSameSizeAs(expected).isNotEqualTo(expected);
        for (int at = 0; at + 64 <= expected.length; at += 65_536) {
            String part = new String(expected, at, 64, StandardCharsets.ISO_8859_1);
            boolean zeros = part.chars().allMatch(character -> character == 0);
            assertThat(zeros || !new String(below, StandardCharsets.ISO_8859_1).contains(part))
                    .as("content at %s", at)
                    .isTrue();
        }
    }

    private ManagedVolumeOrder empty(String name, Encryption encryption) {
        return new ManagedVolumeOrder(
                Optional.empty(),
                1 << 20,
                name,
                List.of(),
                "",
                Optional.empty(),
                HydrationSettings.UNLIMITED,
                null,
                encryption);
    }

    private TargetEncryption encryption(String volume) {
        return Objects.requireNonNull(volumes.find(volume).record().encryption());
    }

    private void write(String volume, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DataPlane plane = volumes.use(volume, false, "test")) {
            plane.write(1000, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), Fua.YES);
        }
    }

    private String read(String volume, int length) {
        byte[] bytes = new byte[length];
        try (DataPlane plane = volumes.use(volume, true, "test")) {
            ByteBuffer target = ByteBuffer.allocateDirect(length);
            plane.read(1000, target);
            target.flip().get(bytes);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void keyIsTheSnapshotsOrTheDefaultOrTheNamedOne() {
        start();
        volumes.create(empty("default", Encryption.UNSAID));
        volumes.create(empty("named", new Encryption(Optional.of(true), Optional.of(OTHER))));
        volumes.create(empty("plain", new Encryption(Optional.of(false), Optional.empty())));
        assertThat(encryption("default").kmsKeyId())
                .isEqualTo(engine.keyring.resolve("alias/aws/ebs").toString());
        assertThat(encryption("named").kmsKeyId())
                .isEqualTo(engine.keyring.resolve(OTHER).toString());
        assertThat(volumes.find("plain").record().encryption()).isNull();
        assertThat(encryption("named").sealedKey())
                .isNotEqualTo(encryption("default").sealedKey());
    }

    @Test
    void snapshotIsSealedUnderTheKeyOfItsVolumeAndACloneHasThat() throws InterruptedException {
        start();
        volumes.create(empty("named", new Encryption(Optional.of(true), Optional.of(OTHER))));
        write("named", "something");
        SnapshotRecord taken = engine.snapshot("named");
        assertThat(taken.kmsKeyId()).isEqualTo(engine.keyring.resolve(OTHER).toString());
        volumes.create(new ManagedVolumeOrder(
                Optional.of(new SnapshotId(taken.snapshotId())),
                0,
                "clone",
                List.of(),
                "",
                Optional.empty(),
                HydrationSettings.UNLIMITED));
        assertThat(encryption("clone").kmsKeyId()).isEqualTo(taken.kmsKeyId());
        assertThat(encryption("clone").sealedKey())
                .isNotEqualTo(encryption("named").sealedKey());
        assertThat(read("clone", 9)).isEqualTo("something");
    }

    @Test
    void volumeWhoseKeyIsNotToBeHadStaysClosedAndIsAsBeforeWhenItIsBack() throws IOException {
        start();
        volumes.create(empty("named", new Encryption(Optional.of(true), Optional.of(OTHER))));
        write("named", "something");
        Path target = Path.of(volumes.find("named").record().target().path());
        DomainId domain = DomainId.parse(encryption("named").domainId());
        try (DataPlane inUse = volumes.use("named", false, "test")) {
            engine.keyring.take(domain);
            inUse.write(5000, ByteBuffer.allocateDirect(1).put((byte) 'x').flip(), Fua.YES);
        }
        byte[] below = Files.readAllBytes(target);
        volumes.close();
        start();
        assertThatThrownBy(() -> volumes.use("named", false, "test"))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("disabled");
        assertThatThrownBy(() -> volumes.modify("named", VolumeChange.ofSize(2 << 20)))
                .isInstanceOf(Failure.Denied.class);
        assertThat(Files.readAllBytes(target)).isEqualTo(below);
        engine.keyring.giveBack();
        assertThat(read("named", 9)).isEqualTo("something");
    }

    @Test
    void volumeWhoseKeyIsGoneCanStillBeDeleted() {
        start();
        volumes.create(empty("named", new Encryption(Optional.of(true), Optional.of(OTHER))));
        engine.keyring.take(DomainId.parse(encryption("named").domainId()));
        volumes.close();
        start();
        volumes.delete("named");
        assertThat(volumes.list()).isEmpty();
    }

    @Test
    void keyOfAnotherVolumeDoesNotOpenIt() {
        start();
        volumes.create(empty("one", Encryption.UNSAID));
        volumes.create(empty("two", Encryption.UNSAID));
        TargetEncryption other = encryption("two");
        String id = volumes.find("one").record().volumeId();
        volumes.close();
        engine.catalog.update(CatalogKind.MANAGED_VOLUME, id, old -> old.encrypted(other));
        start();
        assertThatThrownBy(() -> volumes.use("one", false, "test")).isInstanceOf(Failure.Corrupt.class);
    }

    /** What is overwritten meanwhile is copied before, encrypted, and read again by the next daemon. */
    @Test
    void snapshotUnderWayGoesOnAfterTheDeathOfTheDaemonAndItsCopiesAreEncrypted()
            throws IOException, InterruptedException {
        String text = "what was there before it was overwritten";
        start();
        volumes.create(empty("data", Encryption.UNSAID));
        write("data", text);
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals("snapshot.before-copy")) {
                there.countDown();
                forever(never);
            }
        });
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        there.await();
        write("data", "x".repeat(text.length()));
        Path copies = directory.resolve("volumes").resolve(pending.volumeId()).resolve("copies");
        String below = Files.readString(copies, StandardCharsets.ISO_8859_1);
        assertThat(below.chars()).anyMatch(character -> character != 0);
        assertThat(below).doesNotContain(text);

        engine.crashPoints.set(name -> {});
        engine.begin();
        start();
        engine.snapshots.start();
        SnapshotRecord taken = engine.await(pending);
        assertThat(taken.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(read("data", text.length())).isEqualTo("x".repeat(text.length()));
        volumes.create(new ManagedVolumeOrder(
                Optional.of(new SnapshotId(taken.snapshotId())),
                0,
                "then",
                List.of(),
                "",
                Optional.empty(),
                HydrationSettings.UNLIMITED));
        assertThat(read("then", text.length())).isEqualTo(text);
    }

    @Test
    void kernelIsNotLedToAnEncryptedTarget() {
        start();
        volumes.create(empty("data", Encryption.UNSAID));
        try (DataPlane device = volumes.use("data", false, "its device")) {
            DirectUse direct = device.direct().orElseThrow();
            assertThat(direct.obstacle()).hasValue("its target is encrypted");
            assertThatThrownBy(() -> direct.begin(direct::ended)).isInstanceOf(Failure.Conflict.class);
        }
    }

    /** No record is left that names a key which does not open its target, and no target without a record. */
    @Test
    void deathAtAnyStepOfTheMakingLeavesAWholeVolumeOrNone() throws IOException {
        List<String> points = List.of("after-record", "after-target", "after-available");
        for (String point : points) {
            AtomicReference<String> at = new AtomicReference<>("volume-create." + point);
            crashPoints = reached -> {
                if (reached.equals(at.get())) {
                    throw new Died();
                }
            };
            start();
            assertThatThrownBy(() -> volumes.create(empty("data", Encryption.UNSAID)))
                    .isInstanceOf(Died.class);
            at.set("");
            start();
            boolean whole = point.equals("after-available");
            assertThat(volumes.list()).hasSize(whole ? 1 : 0);
            if (whole) {
                write("data", "something");
                assertThat(read("data", 9)).isEqualTo("something");
                volumes.delete("data");
            }
            assertNothingIsLeft();
        }
    }

    private static void forever(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertNothingIsLeft() throws IOException {
        Path place = directory.resolve("volumes");
        if (Files.exists(place)) {
            try (var left = Files.list(place)) {
                assertThat(left).isEmpty();
            }
        }
    }

    /** What no daemon outlives. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }
}
