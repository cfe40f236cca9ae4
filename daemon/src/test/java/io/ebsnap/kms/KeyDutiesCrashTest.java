package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.KeyState;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon dies at each durable step of a rotation, a deletion and its cancellation; the next one makes it good. */
class KeyDutiesCrashTest {

    private static final String MINE = "alias/mine";
    private static final String OTHER = "alias/other";

    @TempDir
    Path directory;

    private KeyHouse house;
    private KeyId mine;
    private DomainId domain;
    private DomainId otherDomain;
    private ChunkId idOfOther;

    @BeforeEach
    void open() {
        house = new KeyHouse(directory);
        mine = house.newKey(MINE);
        domain = house.keyring.domainFor(mine);
        otherDomain = house.keyring.domainFor(house.newKey(OTHER));
        idOfOther = house.idUnder(otherDomain);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.after-version", "key.after-rewrap"})
    void aRotationThatDiesIsMadeGood(String point) {
        ChunkId before = house.idUnder(domain);

        die(point, () -> house.services.rotation().rotateNow(MINE));
        assertThat(house.idUnder(domain)).isEqualTo(before);
        house.services.duties().round();

        assertThat(house.keystore.resolve(MINE).currentVersion()).isEqualTo(2);
        assertThat(house.recordOf(domain).kmsKeyVersion()).isEqualTo(2);
        house.restart();
        assertThat(house.idUnder(domain)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.before-delete", "key.after-material", "key.after-data-key"})
    void aDeletionThatDiesIsMadeGood(String point) {
        house.services.keys().scheduleDeletion(MINE, 7);

        die(point, () -> house.pass(Duration.ofDays(8)));
        if (!point.equals("key.before-delete")) {
            assertGone();
        }
        house.pass(Duration.ofHours(3));

        assertGone();
        assertThat(house.recordOf(domain).wasDestroyed()).isTrue();
        house.restart();
        assertGone();
        assertThat(house.idUnder(otherDomain)).isEqualTo(idOfOther);
    }

    @Test
    void theOrderToDeleteAndItsCancellationOutliveTheDaemon() {
        die("key.after-change", () -> house.services.keys().scheduleDeletion(MINE, 7));
        assertThat(house.keystore.resolve(MINE).keyState()).isEqualTo(KeyState.PENDING_DELETION);
        die("key.after-change", () -> house.services.keys().cancelDeletion(MINE));
        assertThat(house.keystore.resolve(MINE).keyState()).isEqualTo(KeyState.DISABLED);
        house.pass(Duration.ofDays(40));

        assertThat(house.keystore.resolve(MINE).keyState()).isEqualTo(KeyState.DISABLED);
        house.services.keys().enable(MINE);
        assertThat(house.keyring.keysOf(domain).domain()).isEqualTo(domain);
    }

    @Test
    void aKeyIsNotDeletedBeforeItsDateNorOnTheWordOfAClockThatWasSet() {
        house.services.keys().scheduleDeletion(MINE, 7);
        house.pass(Duration.ofDays(7).minusHours(3));
        assertThat(house.keystore.deletedKeys()).isEmpty();
        house.clock.set(Duration.ofDays(3));
        for (int minute = 0; minute < 55; minute++) {
            house.services.duties().round();
            house.clock.goOn(Duration.ofMinutes(1));
        }
        assertThat(house.keystore.deletedKeys()).isEmpty();
        house.clock.set(Duration.ofDays(-3));
        house.pass(Duration.ofHours(2));
        assertThat(house.keystore.deletedKeys()).isEmpty();
        house.pass(Duration.ofHours(4));
        assertThat(house.keystore.deletedKeys()).hasSize(1);
    }

    @Test
    void aDomainOfAKeyThatIsOnlyMissingIsKept() {
        byte[] recovery = house.export();
        house.keystore.change(keys ->
                keys.stream().filter(key -> !key.keyId().equals(mine.value())).toList());
        house.restart();
        house.pass(Duration.ofDays(1));
        assertThat(house.recordOf(domain).wasDestroyed()).isFalse();

        RecoveryFile.importInto(house.keystore, recovery, KeystoreFixture.passphrase("written on paper"));
        assertThat(house.keyring.keysOf(domain).domain()).isEqualTo(domain);
    }

    /** A new step is tested above when it is named there, and has to be. */
    @Test
    void everyStepIsKnown() {
        Set<String> points = new ConcurrentSkipListSet<>();
        house.crashPoints.set(points::add);
        house.services.rotation().rotateNow(MINE);
        house.services.keys().scheduleDeletion(MINE, 7);
        house.pass(Duration.ofDays(8));

        assertThat(points)
                .containsExactlyInAnyOrder(
                        "key.after-version",
                        "key.after-rewrap",
                        "key.after-change",
                        "key.before-delete",
                        "key.after-material",
                        "key.after-data-key");
    }

    private void assertGone() {
        assertThatThrownBy(() -> house.keyring.keysInUse(domain))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("KMS key " + mine + " was deleted");
        assertThatThrownBy(() -> house.keyring.keysOf(domain)).isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> house.keyring.resolve(MINE)).isInstanceOf(Failure.NotFound.class);
    }

    private void die(String point, Runnable work) {
        house.crashPoints.set(name -> {
            if (name.equals(point)) {
                throw new Death();
            }
        });
        assertThatThrownBy(work::run).isInstanceOf(Death.class);
        house.crashPoints.set(CrashPoints.NONE);
        house.restart();
    }

    /** No {@link Failure}, which the duties would go on after. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
