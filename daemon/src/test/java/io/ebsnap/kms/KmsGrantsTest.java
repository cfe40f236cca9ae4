package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeyGrant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsGrantsTest {

    private static final String MINE = "alias/mine";
    private static final KmsGrants.Wanted WANTED =
            new KmsGrants.Wanted("210987654321", List.of("Decrypt", "CreateGrant"), Map.of("tenant", "acme"), "one");

    @TempDir
    Path directory;

    private KeyHouse house;

    @BeforeEach
    void open() {
        house = new KeyHouse(directory);
        house.newKey(MINE);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aGrantIsKeptUntilItIsRevoked() {
        KeyGrant grant = house.services.grants().create(MINE, WANTED);
        assertThat(grant.grantId()).matches("[0-9a-f]{64}");
        house.restart();

        assertThat(house.services.grants().list(MINE)).containsExactly(grant);
        house.services.grants().revoke(MINE, grant.grantId());
        assertThat(house.services.grants().list(MINE)).isEmpty();
        assertThatThrownBy(() -> house.services.grants().revoke(MINE, grant.grantId()))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void theSameGrantOfTheSameNameIsMadeOnce() {
        KeyGrant first = house.services.grants().create(MINE, WANTED);

        assertThat(house.services.grants().create(MINE, WANTED)).isEqualTo(first);
        assertThat(house.services.grants().create(MINE, named("two")).grantId()).isNotEqualTo(first.grantId());
        assertThat(house.services.grants().create(MINE, named("")).grantId())
                .isNotEqualTo(house.services.grants().create(MINE, named("")).grantId());
    }

    @Test
    void whatIsNoGrantIsInvalid() {
        assertInvalid(new KmsGrants.Wanted("2109", List.of("Decrypt"), Map.of(), ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of(), Map.of(), ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of("Read"), Map.of(), ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of("Decrypt"), Map.of("", ""), ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of("Decrypt"), Map.of(), "a b"));
    }

    @Test
    void nothingIsGrantedOfAKeyThatMayNotBeUsed() {
        house.services.keys().disable(MINE);

        assertThatThrownBy(() -> house.services.grants().create(MINE, WANTED)).isInstanceOf(Failure.Denied.class);
    }

    private void assertInvalid(KmsGrants.Wanted wanted) {
        assertThatThrownBy(() -> house.services.grants().create(MINE, wanted)).isInstanceOf(Failure.Invalid.class);
    }

    private static KmsGrants.Wanted named(String name) {
        return new KmsGrants.Wanted(
                WANTED.granteePrincipal(), WANTED.operations(), WANTED.encryptionContextSubset(), name);
    }
}
