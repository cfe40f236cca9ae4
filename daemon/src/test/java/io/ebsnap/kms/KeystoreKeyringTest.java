package io.ebsnap.kms;

import static io.ebsnap.kms.KeystoreFixture.CLOCK;
import static io.ebsnap.kms.KeystoreFixture.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreKeyringTest {

    private static final ArraySlice CONTENT = ArraySlice.of(new byte[] {1, 2, 3});

    @TempDir
    Path directory;

    private final InMemoryDataKeys catalog = new InMemoryDataKeys();
    private Keystore keystore;
    private KeystoreKeyring keyring;
    private KeyId key;

    @BeforeEach
    void open() {
        keystore = Keystore.create(place(directory.resolve("keystore")));
        keyring = keyringOf(keystore);
        key = keyring.resolve(KeyAliases.DEFAULT);
    }

    @AfterEach
    void close() {
        keyring.close();
        keystore.close();
    }

    @Test
    void everyKeyHasOneDomainForGood() {
        DomainId domain = keyring.domainFor(key);
        DomainId ofStore = keyring.storeDomain();

        assertThat(keyring.domainFor(key)).isEqualTo(domain).isNotEqualTo(ofStore);
        assertThat(keyring.domainFor(keyring.resolve(KeyAliases.STORE))).isEqualTo(ofStore);
        assertThat(keyringOf(keystore).domainFor(key)).isEqualTo(domain);
        assertThat(catalog.list(CatalogKind.DATA_KEY)).hasSize(2);
    }

    @Test
    void anotherStartDerivesTheSameKeys() {
        DomainId domain = keyring.domainFor(key);
        ChunkId before = keyring.keysOf(domain).idOf(ChunkKind.DATA, CONTENT);
        keyring.close();
        keystore.close();
        keystore = Keystore.open(place(directory.resolve("keystore")));
        keyring = keyringOf(keystore);

        assertThat(keyring.keysOf(domain).idOf(ChunkKind.DATA, CONTENT)).isEqualTo(before);
    }

    @Test
    void threadsThatUseAKeyFirstAtOneTimeGetOneDomain() {
        List<DomainId> domains = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> keyring.domainFor(key))
                .distinct()
                .toList();

        assertThat(domains).hasSize(1);
        assertThat(catalog.list(CatalogKind.DATA_KEY)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_RECORD", "AFTER_RECORD"})
    void aDomainIsGivenOutOnlyWhenItsKeyIsDurable(InMemoryDataKeys.Mishap mishap) {
        catalog.failNext(mishap);
        assertThatThrownBy(() -> keyring.domainFor(key)).isInstanceOf(Failure.Unavailable.class);

        DomainId domain = keyring.domainFor(key);

        assertThat(catalog.list(CatalogKind.DATA_KEY))
                .singleElement()
                .extracting(DataKeyRecord::domainId)
                .isEqualTo(domain.hex());
        assertThat(keyringOf(keystore).domainFor(key)).isEqualTo(domain);
    }

    @Test
    void theStoresOwnDomainIsTheOneThatItsIdentityNames() {
        DomainId named = DomainId.parse("000102030405060708090a0b0c0d0e0f");

        assertThat(KeystoreKeyring.open(keystore, CLOCK, Optional.of(named), unused -> catalog)
                        .keyring()
                        .storeDomain())
                .isEqualTo(named);
        assertThat(catalog.list(CatalogKind.DATA_KEY)).isEmpty();
    }

    @Test
    void theKeyringThatTheCatalogIsOpenedWithWorksAfterwards() {
        Keyring[] given = new Keyring[1];
        var opened = KeystoreKeyring.open(keystore, CLOCK, Optional.empty(), inner -> {
            given[0] = inner;
            assertThatIllegalStateException().isThrownBy(inner::storeDomain);
            return catalog;
        });

        assertThat(opened.catalog()).isSameAs(catalog);
        assertThat(given[0].keysOf(given[0].storeDomain()).domain()).isEqualTo(given[0].storeDomain());
    }

    @Test
    void aDomainThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> keyring.keysOf(DomainId.of(new byte[16]))).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void aDomainOfAKeyThatTheKeystoreHasNotIsDenied() {
        DomainId domain = keyring.domainFor(key);
        try (Keystore other = Keystore.create(place(directory.resolve("other")))) {
            assertThatThrownBy(() -> keyringOf(other).keysOf(domain))
                    .isInstanceOf(Failure.Denied.class)
                    .hasMessageContaining(key.toString());
        }
    }

    @Test
    void anAlteredDataKeyIsCorrupt() {
        DomainId domain = keyring.domainFor(key);
        assertCorruptAfter(domain, r -> withWrapped(r, "!" + r.wrapped()));
        assertCorruptAfter(domain, r -> withWrapped(r, Base64.getEncoder().encodeToString(new byte[40])));
        assertCorruptAfter(domain, r -> withWrapped(r, "AAAA"));
        assertCorruptAfter(
                domain, r -> new DataKeyRecord(r.domainId(), "nonsense", r.kmsKeyVersion(), r.wrapped(), r.created()));
    }

    @Test
    void aDataKeyThatWasDestroyedIsDeniedAndItsKeyGetsAnotherDomain() {
        DomainId domain = keyring.domainFor(key);
        catalog.update(CatalogKind.DATA_KEY, domain.hex(), DataKeyRecord::destroyed);

        assertThatThrownBy(() -> keyringOf(keystore).keysOf(domain))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("KMS key " + key + " was deleted");
        assertThat(keyringOf(keystore).domainFor(key)).isNotEqualTo(domain);
    }

    @Test
    void keysAreOpenedOnceAndClosedWithTheKeyring() {
        DomainId domain = keyring.domainFor(key);
        DomainKeys keys = keyring.keysOf(domain);
        assertThat(keyring.keysOf(domain)).isSameAs(keys);

        keyring.close();
        assertThatIllegalStateException().isThrownBy(() -> keys.idOf(ChunkKind.DATA, CONTENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias/aws/ebs",
                "arn:aws:kms:eu-central-1:123456789012:alias/aws/ebs",
                "arn:aws:kms:::alias/aws/ebs"
            })
    void anAliasOrItsArnNamesItsKey(String name) {
        assertThat(keyring.resolve(name)).isEqualTo(key);
    }

    @Test
    void aKeyIdOrItsArnNamesItsKey() {
        assertThat(keyring.resolve(key.toString())).isEqualTo(key);
        assertThat(keyring.resolve("arn:aws:kms:eu-central-1:123456789012:key/" + key))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alias/other", "aws/ebs", "arn:aws:kms:x:1:key/", "arn:aws:s3:::alias/aws/ebs"})
    void otherNamesAreNotFound(String name) {
        assertThatThrownBy(() -> keyring.resolve(name)).isInstanceOf(Failure.NotFound.class);
    }

    private KeystoreKeyring keyringOf(Keystore of) {
        return KeystoreKeyring.open(of, CLOCK, Optional.empty(), unused -> catalog)
                .keyring();
    }

    private void assertCorruptAfter(DomainId domain, UnaryOperator<DataKeyRecord> change) {
        DataKeyRecord before = catalog.find(CatalogKind.DATA_KEY, domain.hex()).orElseThrow();
        catalog.update(CatalogKind.DATA_KEY, domain.hex(), change);
        assertThatThrownBy(() -> keyringOf(keystore).keysOf(domain)).isInstanceOf(Failure.Corrupt.class);
        catalog.update(CatalogKind.DATA_KEY, domain.hex(), altered -> before);
    }

    private static DataKeyRecord withWrapped(DataKeyRecord record, String wrapped) {
        return new DataKeyRecord(
                record.domainId(), record.kmsKeyId(), record.kmsKeyVersion(), wrapped, record.created());
    }
}
