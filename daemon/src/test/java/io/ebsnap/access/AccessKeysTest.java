package io.ebsnap.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.AccessKeyRecord;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys are their holders' alone, and their secrets are told once and found again by nobody but the daemon. */
class AccessKeysTest {

    private static final String OWN = "000000000000";
    private static final AccessKeyHolder ALICE = new AccessKeyHolder("alice", "111111111111", false);
    private static final AccessKeyHolder BOB = new AccessKeyHolder("bob", OWN, false);
    private static final AccessKeyHolder ROOT = new AccessKeyHolder("root", OWN, true);

    private final ObjectStore store = new MemoryObjectStore();

    @SuppressWarnings("NullAway.Init") // by open(), before each test
    private Catalog catalog;

    @SuppressWarnings("NullAway.Init") // by open(), before each test
    private CatalogAccessKeys keys;

    @BeforeEach
    void open() {
        catalog = CatalogFixtures.open(store, new MemoryCatalogView());
        DomainKeys domain = DomainKeys.derive(CatalogFixtures.DOMAIN, new byte[32]);
        AccessKeySealing sealing = new AccessKeySealing(() -> domain, AeadCiphers.fastest(), new SecureRandom());
        keys = new CatalogAccessKeys(catalog, sealing, InstantSource.fixed(CatalogFixtures.TIME), OWN);
    }

    @AfterEach
    void close() {
        catalog.close();
        store.close();
    }

    private static String text(io.ebsnap.crypto.DestroyableSecret secret) {
        return secret.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    private String made(AccessKeyHolder holder) {
        try (NewAccessKey made = keys.of(holder).create()) {
            return made.record().accessKeyId();
        }
    }

    @Test
    void aKeyIsFoundWithItsSecretAndItsHolder() {
        try (NewAccessKey made = keys.of(ALICE).create();
                SigningKey found = keys.find(made.record().accessKeyId()).orElseThrow()) {
            assertThat(made.record().accessKeyId()).matches("AKIA[A-Z2-7]{16}");
            assertThat(text(made.secret())).matches("[A-Za-z0-9+/]{40}").isEqualTo(text(found.secret()));
            assertThat(found.holder()).isEqualTo(ALICE);
            assertThat(made.record().toString() + found).doesNotContain(text(made.secret()));
        }
        assertThat(keys.find("AKIA234567ABCDEFGHIJ")).isEmpty();
        assertThat(keys.find("../..")).isEmpty();
    }

    @Test
    void aSecretOpensInNoOtherRecord() {
        String first = made(ALICE);
        String second = made(ALICE);
        AccessKeyRecord other = catalog.find(CatalogKind.ACCESS_KEY, AccessKeyRecord.idOf(second))
                .orElseThrow();
        AccessKeyRecord moved = catalog.update(
                CatalogKind.ACCESS_KEY,
                AccessKeyRecord.idOf(first),
                record -> new AccessKeyRecord(
                        record.accessKeyId(),
                        record.userName(),
                        record.administrator(),
                        record.createDate(),
                        other.sealedSecret(),
                        record.ownerId()));
        assertThat(moved.sealedSecret()).isEqualTo(other.sealedSecret());
        assertThatThrownBy(() -> keys.find(first)).isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void everybodySeesTheirOwnAndTheAdministratorAll() {
        String alices = made(ALICE);
        String bobs = made(BOB);
        String roots = made(ROOT);
        assertThat(keys.of(ALICE).list())
                .extracting(AccessKeyRecord::accessKeyId)
                .containsExactly(alices);
        assertThat(keys.of(BOB).list()).extracting(AccessKeyRecord::accessKeyId).containsExactly(bobs);
        assertThat(keys.of(ROOT).list())
                .extracting(AccessKeyRecord::accessKeyId)
                .containsExactlyInAnyOrder(alices, bobs, roots);
        assertThatThrownBy(() -> keys.of(BOB).delete(roots)).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> keys.of(BOB).delete(alices)).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> keys.of(BOB).delete("x/y")).isInstanceOf(Failure.NotFound.class);
        keys.of(ROOT).delete(alices);
        assertThat(keys.find(alices)).isEmpty();
    }

    @Test
    void anAccountHasAtMostTen() {
        for (int i = 0; i < AccessKeys.ACCOUNT_MAX; i++) {
            String unused = made(ALICE);
        }
        assertThatThrownBy(() -> made(ALICE))
                .isInstanceOf(Failure.Exhausted.class)
                .hasMessageContaining("10");
        assertThat(made(BOB)).isNotEmpty();
        keys.of(ALICE).delete(keys.of(ALICE).list().getFirst().accessKeyId());
        assertThat(made(ALICE)).isNotEmpty();
    }
}
