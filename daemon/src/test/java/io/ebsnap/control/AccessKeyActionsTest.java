package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.access.AccessKeyHolder;
import io.ebsnap.access.AccessKeySealing;
import io.ebsnap.access.AccessKeys;
import io.ebsnap.access.CatalogAccessKeys;
import io.ebsnap.api.AccessKeyList;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.AccessKeyRequest.DeleteAccessKey;
import io.ebsnap.api.AccessKeyRequest.ListAccessKeys;
import io.ebsnap.api.Done;
import io.ebsnap.api.NewAccessKey;
import io.ebsnap.api.Secret;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A secret is told when a key is made, and never again. */
class AccessKeyActionsTest {

    private static final String OWN = "000000000000";

    /** Keys of a new catalog, as a user sees them. */
    static AccessKeys keys(String user) {
        DomainKeys domain = DomainKeys.derive(CatalogFixtures.DOMAIN, new byte[32]);
        return new CatalogAccessKeys(
                        CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView()),
                        new AccessKeySealing(() -> domain, AeadCiphers.fastest(), new SecureRandom()),
                        InstantSource.fixed(CatalogFixtures.TIME),
                        OWN)
                .of(new AccessKeyHolder(user, OWN, false));
    }

    @Test
    void theSecretIsToldOnce() {
        AccessKeyActions actions = new AccessKeyActions(keys("alice"));
        NewAccessKey made = (NewAccessKey) actions.handle(new CreateAccessKey());
        try (Secret secret = Objects.requireNonNull(made.accessKey().secretAccessKey())) {
            assertThat(String.valueOf(secret.chars())).matches("[A-Za-z0-9+/]{40}");
            assertThat(made.toString()).doesNotContain(String.valueOf(secret.chars()));
        }
        AccessKeyList list = (AccessKeyList) actions.handle(new ListAccessKeys());
        assertThat(list.accessKeyMetadata()).singleElement().satisfies(key -> {
            assertThat(key.accessKeyId()).isEqualTo(made.accessKey().accessKeyId());
            assertThat(key.secretAccessKey()).isNull();
            assertThat(key.userName()).isEqualTo("alice");
            assertThat(key.accountId()).isEqualTo(OWN);
        });
        assertThat(actions.handle(new DeleteAccessKey(made.accessKey().accessKeyId())))
                .isEqualTo(new Done(true));
        assertThat(((AccessKeyList) actions.handle(new ListAccessKeys())).accessKeyMetadata())
                .isEmpty();
    }
}
