package io.ebsnap.kms;

import static io.ebsnap.kms.KeystoreFixture.CLOCK;
import static io.ebsnap.kms.KeystoreFixture.passphrase;
import static io.ebsnap.kms.KeystoreFixture.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeyState;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.KeystoreKind;
import io.ebsnap.format.RotationType;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryFileTest {

    private static final ArraySlice CONTENT = ArraySlice.of(new byte[] {1, 2, 3});

    @TempDir
    Path directory;

    private final InMemoryDataKeys catalog = new InMemoryDataKeys();
    private final RootSecret recoveryPassphrase = passphrase("written on paper");
    private Path file;
    private Keystore keystore;

    @BeforeEach
    void create() {
        file = directory.resolve("keystore");
        keystore = Keystore.create(place(file));
    }

    @AfterEach
    void close() {
        keystore.close();
    }

    @Test
    void bringsEverythingBackWhenTheKeystoreIsLost() throws IOException {
        KeystoreFixture.createKey(keystore, "alias/mine");
        List<KeyMetadata> keys = keystore.keys();
        DomainId store = keyringOf(keystore).storeDomain();
        DomainId mine = keyringOf(keystore).domainFor(keys.get(2).id());
        List<ChunkId> ids = idsUnder(keystore, store, mine);
        RecoveryFile.exportTo(directory.resolve("recovery"), keystore, recoveryPassphrase);
        keys = keystore.keys();
        keystore.close();
        Files.delete(file);

        byte[] recovery = RecoveryFile.read(directory.resolve("recovery"));
        keystore = RecoveryFile.createFrom(recovery, recoveryPassphrase, place(file, passphrase("another passphrase")));

        assertThat(keystore.keys()).isEqualTo(keys);
        assertThat(idsUnder(keystore, store, mine)).isEqualTo(ids);
        keystore.close();
        keystore = Keystore.open(place(file, passphrase("another passphrase")));
        assertThat(keystore.keys()).isEqualTo(keys);
    }

    @Test
    void addsTheKeysThatAnotherKeystoreHasNot() {
        DomainId domain = keyringOf(keystore).domainFor(keystore.keys().get(1).id());
        List<ChunkId> ids = idsUnder(keystore, domain);
        byte[] recovery = RecoveryFile.export(keystore, recoveryPassphrase);
        Path otherFile = directory.resolve("other");
        try (Keystore other = Keystore.create(place(otherFile))) {
            RecoveryFile.Imported imported = RecoveryFile.importInto(other, recovery, recoveryPassphrase);

            assertThat(imported.added()).isEqualTo(idsOf(keystore));
            assertThat(imported.known()).isEmpty();
            assertThat(imported.aliasesLeftOut()).containsExactly(KeyAliases.STORE, KeyAliases.DEFAULT);
            assertThat(other.keys()).hasSize(4);
            assertThat(idsUnder(other, domain)).isEqualTo(ids);
        }
        try (Keystore other = Keystore.open(place(otherFile))) {
            assertThat(idsUnder(other, domain)).isEqualTo(ids);
        }
    }

    @Test
    void importingTwiceChangesNothing() throws IOException {
        byte[] recovery = RecoveryFile.export(keystore, recoveryPassphrase);
        byte[] before = Files.readAllBytes(file);

        RecoveryFile.Imported imported = RecoveryFile.importInto(keystore, recovery, recoveryPassphrase);

        assertThat(imported.added()).isEmpty();
        assertThat(imported.known()).isEqualTo(idsOf(keystore));
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void addsTheVersionsThatAKeyHasNot() {
        byte[] recovery = altered(keys -> {
            KeystoreContent.Key key = keys.getFirst();
            List<KeystoreContent.Version> versions = new ArrayList<>(key.versions());
            versions.add(version(2));
            keys.set(0, withVersions(key, versions));
        });

        RecoveryFile.Imported imported = RecoveryFile.importInto(keystore, recovery, recoveryPassphrase);

        assertThat(imported.added()).containsExactly(idsOf(keystore).getFirst());
        assertThat(keystore.keys().getFirst().currentVersion()).isEqualTo(2);
    }

    @Test
    void refusesAnotherKeyUnderTheSameIdAndAddsNothing() {
        byte[] recovery = altered(keys -> {
            KeystoreContent.Key last = keys.getLast();
            keys.set(1, withVersions(last, List.of(version(1))));
            List<KeystoreContent.Version> more = new ArrayList<>(keys.getFirst().versions());
            more.add(version(2));
            keys.set(0, withVersions(keys.getFirst(), more));
        });

        assertThatThrownBy(() -> RecoveryFile.importInto(keystore, recovery, recoveryPassphrase))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(keystore.keys().getFirst().currentVersion()).isEqualTo(1);
    }

    @Test
    void aKeyThatWasDeletedStaysSo() {
        KeyId mine = KeystoreFixture.createKey(keystore, "alias/mine");
        byte[] recovery = RecoveryFile.export(keystore, recoveryPassphrase);
        keystore.delete(mine);

        RecoveryFile.Imported imported = RecoveryFile.importInto(keystore, recovery, recoveryPassphrase);

        assertThat(imported.deleted()).containsExactly(mine);
        assertThat(imported.added()).isEmpty();
        assertThat(idsOf(keystore)).doesNotContain(mine);
    }

    @Test
    void aKeyThatWasAboutToBeDeletedComesBackDisabled() {
        KeyId mine = KeystoreFixture.createKey(keystore, "alias/mine");
        KeystoreFixture.keysOf(keystore).scheduleDeletion("alias/mine", 7);
        byte[] recovery = RecoveryFile.export(keystore, recoveryPassphrase);
        keystore.close();

        keystore = RecoveryFile.createFrom(
                recovery, recoveryPassphrase, place(directory.resolve("again"), passphrase("another passphrase")));

        KeyMetadata back = keystore.resolve("alias/mine");
        assertThat(back.id()).isEqualTo(mine);
        assertThat(back.keyState()).isEqualTo(KeyState.DISABLED);
        assertThat(back.deletionDate()).isNull();
    }

    @Test
    void aWrongPassphraseIsDeniedAndDamageIsCorrupt() {
        byte[] recovery = RecoveryFile.export(keystore, recoveryPassphrase);

        assertThatThrownBy(() -> RecoveryFile.importInto(keystore, recovery, passphrase("written in sand")))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("recovery file");
        recovery[70] ^= 1;
        assertThatThrownBy(() -> RecoveryFile.importInto(keystore, recovery, recoveryPassphrase))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void aKeystoreIsNoRecoveryFile() throws IOException {
        byte[] bytes = Files.readAllBytes(file);

        assertThatThrownBy(() -> RecoveryFile.importInto(keystore, bytes, passphrase(KeystoreFixture.PASSPHRASE)))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void isReadableByItsOwnerOnlyAndNeverOverwrites() throws IOException {
        Path recovery = directory.resolve("recovery");
        RecoveryFile.exportTo(recovery, keystore, recoveryPassphrase);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(recovery)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> RecoveryFile.exportTo(recovery, keystore, recoveryPassphrase))
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void isSealedUnderAPassphraseOfSomeLengthOnly() {
        assertThatThrownBy(() -> RecoveryFile.export(keystore, passphrase("short")))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> RecoveryFile.export(keystore, RootSecret.keyFile(directory.resolve("key"))))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void doesNotReplaceAKeystoreThatIsThere() {
        byte[] recovery = RecoveryFile.export(keystore, recoveryPassphrase);

        assertThatThrownBy(() -> RecoveryFile.createFrom(recovery, recoveryPassphrase, place(file)))
                .isInstanceOf(Failure.Conflict.class);
    }

    /** A recovery file of this keystore whose keys were altered. */
    private byte[] altered(Consumer<List<KeystoreContent.Key>> change) {
        KeystoreSealing sealing = KeystoreFixture.sealing();
        KeystoreContent content = sealing.open(
                KeystoreKind.RECOVERY, recoveryPassphrase, RecoveryFile.export(keystore, recoveryPassphrase));
        List<KeystoreContent.Key> keys = new ArrayList<>(content.keys());
        change.accept(keys);
        return sealing.seal(KeystoreKind.RECOVERY, recoveryPassphrase, content.with(keys));
    }

    private static KeystoreContent.Key withVersions(KeystoreContent.Key key, List<KeystoreContent.Version> versions) {
        return key.rotating(key.rotation(), versions);
    }

    private static KeystoreContent.Version version(int number) {
        return KeystoreContent.Version.here(number, CLOCK.instant(), RotationType.ON_DEMAND, true, new byte[32]);
    }

    private KeystoreKeyring keyringOf(Keystore of) {
        return KeystoreKeyring.open(of, CLOCK, Optional.empty(), unused -> catalog)
                .keyring();
    }

    private List<ChunkId> idsUnder(Keystore of, DomainId... domains) {
        try (KeystoreKeyring keyring = keyringOf(of)) {
            return List.of(domains).stream()
                    .map(domain -> keyring.keysOf(domain).idOf(ChunkKind.DATA, CONTENT))
                    .toList();
        }
    }

    private static List<KeyId> idsOf(Keystore of) {
        return of.keys().stream().map(KeyMetadata::id).toList();
    }
}
