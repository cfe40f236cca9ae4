package io.ebsnap.kms;

import io.ebsnap.MovingClock;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A keystore with its keyring and all services, on a clock of its own; {@link #restart} is another daemon on the same files. */
final class KeyHouse implements AutoCloseable {

    private static final ArraySlice CONTENT = ArraySlice.of(new byte[] {1, 2, 3});

    final MovingClock clock = new MovingClock();
    final AtomicReference<CrashPoints> crashPoints = new AtomicReference<>(CrashPoints.NONE);
    final Catalog catalog = new InMemoryDataKeys();

    private final Path file;
    private final Supplier<KeyMaterials> materials;
    Keystore keystore;
    KeystoreKeyring keyring;
    KeyServices services;

    KeyHouse(Path directory) {
        this(directory, () -> KeyMaterials.LOCAL);
    }

    /** {@code materials} is asked for by each daemon. */
    KeyHouse(Path directory, Supplier<KeyMaterials> materials) {
        this.file = directory.resolve("keystore");
        this.materials = materials;
        begin(Keystore.create(place()));
    }

    /** The daemon died. */
    void restart() {
        keyring.close();
        keystore.close();
        begin(Keystore.open(place()));
    }

    private void begin(Keystore opened) {
        keystore = opened;
        Optional<DomainId> storeDomain = Optional.ofNullable(keyring).map(Keyring::storeDomain);
        keyring = KeystoreKeyring.open(keystore, clock, storeDomain, unused -> catalog)
                .keyring();
        DomainId unused = keyring.storeDomain();
        services = KeyServices.of(
                keystore,
                keyring,
                new KeyServices.Names(new KeyArns("local", "123456789012"), KeyAliases.DEFAULT),
                new KeyDuties.Surroundings(
                        clock, clock::nanos, name -> crashPoints.get().reached(name)));
    }

    private Keystore.Place place() {
        return new Keystore.Place(
                file,
                KeystoreFixture.passphrase(KeystoreFixture.PASSPHRASE),
                KeystoreFixture.sealing(),
                clock,
                materials.get());
    }

    /** A new key, whose domain is made. */
    KeyId newKey(String alias) {
        KeyId key = services.keys().create("", List.of(), Optional.of(alias)).id();
        DomainId unused = keyring.domainFor(key);
        return key;
    }

    /** The id of some content under a key: nobody without its domain key can tell it. */
    ChunkId idUnder(DomainId domain) {
        return keyring.keysOf(domain).idOf(ChunkKind.DATA, CONTENT);
    }

    DataKeyRecord recordOf(DomainId domain) {
        return catalog.find(CatalogKind.DATA_KEY, domain.hex()).orElseThrow();
    }

    /** Time passes, and the duties are seen to, every minute of the last two hours. */
    void pass(Duration time) {
        clock.goOn(time.minusHours(2));
        for (int minute = 0; minute <= 120; minute++) {
            services.duties().round();
            clock.goOn(Duration.ofMinutes(1));
        }
    }

    byte[] export() {
        byte[] bytes = RecoveryFile.export(keystore, KeystoreFixture.passphrase("written on paper"));
        services.duties().round();
        return bytes;
    }

    @Override
    public void close() {
        keyring.close();
        keystore.close();
    }
}
