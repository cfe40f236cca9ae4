package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.RotationType;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KmsRotationTest {

    private static final String MINE = "alias/mine";

    @TempDir
    Path directory;

    private KeyHouse house;
    private KeyId mine;
    private DomainId domain;

    @BeforeEach
    void open() {
        house = new KeyHouse(directory);
        mine = house.newKey(MINE);
        domain = house.keyring.domainFor(mine);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aRotationWrapsTheSameDomainKeyUnderNewMaterial() {
        ChunkId before = house.idUnder(domain);
        String wrapped = house.recordOf(domain).wrapped();

        assertThat(house.services.rotation().rotateNow(MINE).currentVersion()).isEqualTo(2);

        assertThat(house.recordOf(domain).kmsKeyVersion()).isEqualTo(2);
        assertThat(house.recordOf(domain).wrapped()).isNotEqualTo(wrapped);
        house.restart();
        assertThat(house.idUnder(domain)).isEqualTo(before);
        assertThat(house.keyring.domainFor(mine)).isEqualTo(domain);
    }

    @Test
    void aRecoveryFileStaysOfUseHoweverOftenKeysWereRotatedSince() throws Exception {
        ChunkId before = house.idUnder(domain);
        byte[] recovery = house.export();
        house.services.rotation().rotateNow(MINE);
        house.services.rotation().rotateNow(MINE);
        house.pass(Duration.ofDays(1));
        assertThat(house.recordOf(domain).kmsKeyVersion()).isEqualTo(1);

        Path lost = directory.resolve("made-anew");
        try (Keystore again = RecoveryFile.createFrom(
                        recovery, KeystoreFixture.passphrase("written on paper"), KeystoreFixture.place(lost));
                KeystoreKeyring keyring = KeystoreKeyring.open(
                                again, house.clock, Optional.empty(), unused -> house.catalog)
                        .keyring()) {
            assertThat(keyring.keysOf(domain).domain()).isEqualTo(domain);
            assertThat(keyring.keysOf(domain)
                            .idOf(
                                    io.ebsnap.identity.ChunkKind.DATA,
                                    io.ebsnap.geometry.ArraySlice.of(new byte[] {1, 2, 3})))
                    .isEqualTo(before);
        }
        Files.delete(lost);
    }

    @Test
    void anExportLetsTheNewestMaterialWrap() {
        house.export();
        house.services.rotation().rotateNow(MINE);
        assertThat(house.recordOf(domain).kmsKeyVersion()).isEqualTo(1);

        house.export();

        assertThat(house.recordOf(domain).kmsKeyVersion()).isEqualTo(2);
    }

    @Test
    void aKeyIsRotatedByItselfAtItsDateAndThenAPeriodLater() {
        house.services.rotation().enable(MINE, 90);
        house.pass(Duration.ofDays(89));
        assertThat(current()).isEqualTo(1);
        house.pass(Duration.ofDays(2));
        assertThat(current()).isEqualTo(2);
        house.restart();
        house.pass(Duration.ofDays(90));
        assertThat(current()).isEqualTo(3);
        assertThat(house.keystore.resolve(MINE).versions())
                .extracting(KeyMetadata.Version::rotationType)
                .containsExactly(RotationType.CREATION, RotationType.AUTOMATIC, RotationType.AUTOMATIC);
        house.services.rotation().disable(MINE);
        house.pass(Duration.ofDays(500));
        assertThat(current()).isEqualTo(3);
    }

    @Test
    void aClockThatWasAheadDoesNotPutARotationOff() {
        house.services.rotation().enable(MINE, 90);
        house.clock.set(Duration.ofDays(3650));
        house.pass(Duration.ofHours(3));
        assertThat(current()).isEqualTo(2);
        house.clock.set(Duration.ofDays(-3650));
        house.pass(Duration.ofDays(91));
        assertThat(current()).isEqualTo(2);
        house.pass(Duration.ofDays(91));
        assertThat(current()).isEqualTo(3);
    }

    @Test
    void aKeyThatMayNotBeUsedIsNotRotated() {
        house.services.rotation().enable(MINE, 90);
        house.services.keys().disable(MINE);
        house.pass(Duration.ofDays(100));
        assertThat(current()).isEqualTo(1);
        assertThatThrownBy(() -> house.services.rotation().rotateNow(MINE)).isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> house.services.rotation().enable(MINE, 90)).isInstanceOf(Failure.Denied.class);

        house.services.keys().enable(MINE);
        house.pass(Duration.ofHours(3));
        assertThat(current()).isEqualTo(2);
    }

    @Test
    void rotationOnDemandIsBounded() {
        for (int i = 0; i < KmsRotation.ON_DEMAND_MAX; i++) {
            house.services.rotation().rotateNow(MINE);
        }
        assertThatThrownBy(() -> house.services.rotation().rotateNow(MINE)).isInstanceOf(Failure.Exhausted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 89, 2561})
    void otherPeriodsAreInvalid(int days) {
        assertThatThrownBy(() -> house.services.rotation().enable(MINE, days)).isInstanceOf(Failure.Invalid.class);
    }

    private int current() {
        return house.keystore.resolve(MINE).currentVersion();
    }
}
