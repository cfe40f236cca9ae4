package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.DeletedKey;
import io.ebsnap.format.KeyState;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.kms.token.Token;
import io.ebsnap.kms.token.TokenMaterial;
import io.ebsnap.linux.testing.RequiresSoftHsm;
import io.ebsnap.linux.testing.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in a token of SoftHSM; the daemon dies at each durable step of making, rotating and deleting them, and tokens are pulled out. */
@RequiresSoftHsm
class TokenKeysCrashTest {

    private static final String MINE = "alias/mine";

    @TempDir
    Path directory;

    private final AtomicReference<CrashPoints> tokenCrashes = new AtomicReference<>(CrashPoints.NONE);
    private TokenFixture fixture;
    private @Nullable Token token;
    private KeyHouse house;

    @BeforeEach
    void open() {
        fixture = new TokenFixture(directory);
        house = new KeyHouse(directory, this::materials);
    }

    @AfterEach
    void close() {
        house.close();
        if (token != null) {
            token.close();
        }
    }

    /** As of a daemon that has just started. */
    private KeyMaterials materials() {
        if (token != null) {
            token.close();
        }
        Token opened = fixture.open();
        token = opened;
        return new KeyMaterials(
                Optional.of(new TokenMaterial(opened, name -> tokenCrashes.get().reached(name))), KeyOrigin.AWS_KMS);
    }

    @Test
    void aKeyInTheTokenIsUsedLikeAnyOther() throws Exception {
        KeyId key = create();
        DomainId domain = house.keyring.domainFor(key);
        ChunkId before = house.idUnder(domain);
        assertThat(house.keystore.resolve(MINE).origin()).isEqualTo(KeyOrigin.AWS_CLOUDHSM);
        assertThat(house.keystore.resolve(MINE).token()).isEqualTo(TokenFixture.LABEL);
        assertThat(house.keystore.resolve(KeyAliases.STORE).origin()).isEqualTo(KeyOrigin.AWS_KMS);

        house.restart();
        assertThat(house.idUnder(domain)).isEqualTo(before);
        house.services.keys().disable(MINE);
        house.restart();
        assertThatThrownBy(() -> house.keyring.keysOf(domain)).hasMessageContaining("is disabled");
        house.services.keys().enable(MINE);
        assertThat(house.idUnder(domain)).isEqualTo(before);
        assertThat(fixture.hsm().objects()).isEqualTo(1);
    }

    @Test
    void aMakingThatDiesInTheTokenIsTakenUpByTheNextOne() {
        die("token.after-generate", this::create);
        assertThat(house.keystore.keys()).hasSize(2);
        assertThat(fixture.hsm().objects()).isEqualTo(1);

        KeyId key = create();
        assertThat(fixture.hsm().objects()).isEqualTo(1);
        KeyId another = house.services
                .keys()
                .create(NewKey.of("", "alias/another"), KeyOrigin.AWS_CLOUDHSM)
                .id();
        assertThat(fixture.hsm().objects()).isEqualTo(2);
        assertThat(another).isNotEqualTo(key);
        assertThat(house.keyring.domainFor(key)).isNotEqualTo(house.keyring.domainFor(another));
    }

    @Test
    void anAliasThatIsTakenLeavesNothingInTheToken() {
        assertThatThrownBy(
                        () -> house.services.keys().create(NewKey.of("", KeyAliases.DEFAULT), KeyOrigin.AWS_CLOUDHSM))
                .isInstanceOf(Failure.Invalid.class);
        create();
        assertThatThrownBy(this::create).isInstanceOf(Failure.Conflict.class);
        assertThat(fixture.hsm().objects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token.after-generate", "key.after-version", "key.after-rewrap"})
    void aRotationThatDiesIsMadeGood(String point) {
        KeyId key = create();
        DomainId domain = house.keyring.domainFor(key);
        ChunkId before = house.idUnder(domain);

        die(point, () -> house.services.rotation().rotateNow(MINE));
        assertThat(house.idUnder(domain)).isEqualTo(before);
        if (point.startsWith("token.")) {
            assertThat(house.keystore.resolve(MINE).currentVersion()).isEqualTo(1);
            house.services.rotation().rotateNow(MINE);
        }
        house.services.duties().round();

        assertThat(house.keystore.resolve(MINE).currentVersion()).isEqualTo(2);
        assertThat(house.recordOf(domain).kmsKeyVersion()).isEqualTo(2);
        assertThat(fixture.hsm().objects()).isEqualTo(2);
        house.restart();
        assertThat(house.idUnder(domain)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key.before-delete",
                "key.after-material",
                "key.after-data-key",
                "token.after-destroy",
                "key.after-token"
            })
    void aDeletionThatDiesIsMadeGood(String point) {
        KeyId key = create();
        DomainId domain = house.keyring.domainFor(key);
        house.services.rotation().rotateNow(MINE);
        house.services.keys().scheduleDeletion(MINE, 7);

        die(point, () -> house.pass(Duration.ofDays(8)));
        house.pass(Duration.ofHours(3));

        assertThat(fixture.hsm().objects()).isZero();
        assertThat(house.keystore.deletedKeys())
                .extracting(DeletedKey::keyId, DeletedKey::inToken)
                .containsExactly(Tuple.tuple(key.value(), null));
        assertThat(house.recordOf(domain).wasDestroyed()).isTrue();
        assertThatThrownBy(() -> house.keyring.keysOf(domain)).hasMessageContaining("was deleted");
    }

    @Test
    void aDeletionWhoseTokenIsAwayReadsNothingAndEndsWhenItIsBack() {
        DomainId domain = house.keyring.domainFor(create());
        house.services.keys().scheduleDeletion(MINE, 7);
        house.restart();
        fixture.hsm().pull();
        house.pass(Duration.ofDays(8));
        assertThat(house.recordOf(domain).wasDestroyed()).isTrue();
        assertThat(house.keystore.deletedKeys().getFirst().inToken())
                .isEqualTo(new DeletedKey.InToken(TokenFixture.LABEL, 1));
        TokenWatch watch = new TokenWatch(house.services);
        watch.look();
        assertThat(watch.troubles()).singleElement().asString().contains("still has material of KMS key");
        fixture.hsm().putBack();
        assertThat(fixture.hsm().objects()).isEqualTo(1);

        house.services.duties().round();
        assertThat(fixture.hsm().objects()).isZero();
        assertThat(house.keystore.deletedKeys().getFirst().inToken()).isNull();
        watch.look();
        assertThat(watch.troubles()).isEmpty();
    }

    @Test
    void withoutTheTokenItsKeysAreRefusedAndOthersAreNot() {
        DomainId domain = house.keyring.domainFor(create());
        ChunkId before = house.idUnder(domain);
        house.restart();
        fixture.hsm().pull();
        TokenWatch watch = new TokenWatch(house.services);
        watch.look();

        assertThat(watch.troubles())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble)
                        .contains("PKCS#11 token 'ebsnap' is not there", "1 KMS key has its material in it"));
        assertThatThrownBy(() -> house.keyring.keysOf(domain))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("PKCS#11 token 'ebsnap' is not there");
        assertThat(house.keyring.keysOf(house.keyring.storeDomain()).domain()).isEqualTo(house.keyring.storeDomain());
        assertThatThrownBy(() -> house.services.keys().create(NewKey.of("", "alias/another"), KeyOrigin.AWS_CLOUDHSM))
                .isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> house.services.rotation().rotateNow(MINE)).isInstanceOf(Failure.Unavailable.class);
        assertThat(house.services.keys().disable(MINE).keyState()).isEqualTo(KeyState.DISABLED);
        house.services.keys().enable(MINE);
        fixture.hsm().putBack();
        watch.look();

        assertThat(watch.troubles()).isEmpty();
        assertThat(house.idUnder(domain)).isEqualTo(before);
    }

    @Test
    void aWrongPinIsToldAndNotTriedAgainBeforeTheNextStart() {
        DomainId domain = house.keyring.domainFor(create());
        ChunkId before = house.idUnder(domain);
        fixture.setPin("1111");
        house.restart();
        TokenWatch watch = new TokenWatch(house.services);
        watch.look();
        fixture.setPin(SoftHsm.PIN);
        watch.look();

        assertThat(watch.troubles())
                .singleElement()
                .asString()
                .contains("PKCS#11 token 'ebsnap' refused the PIN", "correct the PIN, then restart ebsnapd")
                .doesNotContain("1111");
        assertThatThrownBy(() -> house.keyring.keysOf(domain))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("refused the PIN");
        house.restart();
        watch = new TokenWatch(house.services);
        watch.look();
        assertThat(watch.troubles()).isEmpty();
        assertThat(house.idUnder(domain)).isEqualTo(before);
    }

    @Test
    void whatIsOpenGoesOnWithoutTheToken() {
        DomainId domain = house.keyring.domainFor(create());
        ChunkId before = house.idUnder(domain);
        fixture.hsm().pull();

        assertThat(house.idUnder(domain)).isEqualTo(before);
        fixture.hsm().putBack();
    }

    @Test
    void aRecoveryFileNamesTheMaterialAndTheTokenHasIt() throws Exception {
        DomainId domain = house.keyring.domainFor(create());
        ChunkId before = house.idUnder(domain);
        byte[] recovery = house.export();
        house.close();
        Files.delete(directory.resolve("keystore"));
        Keystore.Place place = new Keystore.Place(
                directory.resolve("keystore"),
                KeystoreFixture.passphrase(KeystoreFixture.PASSPHRASE),
                KeystoreFixture.sealing(),
                house.clock);
        RecoveryFile.createFrom(recovery, KeystoreFixture.passphrase("written on paper"), place)
                .close();
        house.restart();

        assertThat(house.idUnder(domain)).isEqualTo(before);
    }

    @Test
    void aKeystoreInTheTokenBeginsAgainAfterADeathAtItsFirstKey() {
        Path other = directory.resolve("other");
        Keystore.Place place = inToken(other);
        tokenCrashes.set(name -> {
            throw new Death();
        });
        assertThatThrownBy(() -> Keystore.create(place)).isInstanceOf(Death.class);
        tokenCrashes.set(CrashPoints.NONE);

        try (Keystore keystore = Keystore.open(inToken(other))) {
            assertThat(keystore.keys()).isEmpty();
            keystore.provideFirstKeys();
            keystore.provideFirstKeys();
            assertThat(keystore.keys())
                    .extracting(KeyMetadata::aliases)
                    .containsExactly(List.of(KeyAliases.STORE), List.of(KeyAliases.DEFAULT));
            assertThat(keystore.keys()).extracting(KeyMetadata::origin).containsOnly(KeyOrigin.AWS_CLOUDHSM);
            assertThat(fixture.hsm().objects()).isEqualTo(2);
            keystore.requireStoresToken();
            fixture.hsm().pull();
            assertThatThrownBy(keystore::requireStoresToken).isInstanceOf(Failure.Unavailable.class);
            fixture.hsm().putBack();
        }
    }

    @Test
    void anotherTokenThanTheKeysIsRefused() {
        DomainId domain = house.keyring.domainFor(create());
        KeyHouse local = house;
        local.close();
        Keystore.Place place = new Keystore.Place(
                directory.resolve("keystore"),
                KeystoreFixture.passphrase(KeystoreFixture.PASSPHRASE),
                KeystoreFixture.sealing(),
                house.clock);
        try (Keystore keystore = Keystore.open(place);
                KeystoreKeyring keyring = KeystoreKeyring.open(
                                keystore, house.clock, Optional.empty(), unused -> house.catalog)
                        .keyring()) {
            assertThatThrownBy(() -> keyring.keysOf(domain))
                    .isInstanceOf(Failure.Denied.class)
                    .hasMessageContaining("is in PKCS#11 token 'ebsnap', and none is configured");
        }
    }

    private Keystore.Place inToken(Path file) {
        return new Keystore.Place(
                file,
                KeystoreFixture.passphrase(KeystoreFixture.PASSPHRASE),
                KeystoreFixture.sealing(),
                house.clock,
                new KeyMaterials(materials().token(), KeyOrigin.AWS_CLOUDHSM));
    }

    private KeyId create() {
        return house.services
                .keys()
                .create(NewKey.of("", MINE), KeyOrigin.AWS_CLOUDHSM)
                .id();
    }

    private void die(String point, Runnable work) {
        CrashPoints death = name -> {
            if (name.equals(point)) {
                throw new Death();
            }
        };
        house.crashPoints.set(death);
        tokenCrashes.set(death);
        assertThatThrownBy(work::run).isInstanceOf(Death.class);
        house.crashPoints.set(CrashPoints.NONE);
        tokenCrashes.set(CrashPoints.NONE);
        house.restart();
    }

    /** No {@link Failure}, which the duties would go on after. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
