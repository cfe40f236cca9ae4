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
            new KmsGrants.Wanted("210987654321", List.of("Decrypt", "CreateGrant"), subset("tenant", "acme"), "one");

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
    void aGrantKeepsWhichConstraintItHasAndWhoGivesItBack() {
        KmsGrants.Wanted wanted = new KmsGrants.Wanted(
                "210987654321", "111111111111", List.of("Decrypt"), exactly("tenant", "acme"), "one");
        KeyGrant grant = house.services.grants().create(MINE, wanted);
        house.restart();

        KmsGrants grants = house.services.grants();
        assertThat(grants.list(MINE)).containsExactly(grant);
        assertThat(grant.encryptionContextEquals()).isEqualTo(Map.of("tenant", "acme"));
        assertThat(grant.encryptionContextSubset()).isEmpty();
        assertThat(grant.retiringPrincipal()).isEqualTo("111111111111");
        assertThat(grants.create(MINE, wanted)).isEqualTo(grant);
        assertThat(List.of(
                        grants.create(
                                MINE,
                                new KmsGrants.Wanted(
                                        "210987654321",
                                        "111111111111",
                                        List.of("Decrypt"),
                                        subset("tenant", "acme"),
                                        "one")),
                        grants.create(
                                MINE,
                                new KmsGrants.Wanted(
                                        "210987654321", List.of("Decrypt"), exactly("tenant", "acme"), "one"))))
                .as("the same name of something else")
                .extracting(KeyGrant::grantId)
                .doesNotContain(grant.grantId())
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsNoGrantIsInvalid() {
        assertInvalid(new KmsGrants.Wanted("2109", List.of("Decrypt"), KmsGrants.Constraints.NONE, ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of(), KmsGrants.Constraints.NONE, ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of("Read"), KmsGrants.Constraints.NONE, ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of("Decrypt"), subset("", ""), ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of("Decrypt"), KmsGrants.Constraints.NONE, "a b"));
        assertInvalid(new KmsGrants.Wanted("210987654321", List.of("Decrypt"), exactly("a", "b".repeat(385)), ""));
        assertInvalid(new KmsGrants.Wanted(
                "210987654321", List.of("Decrypt"), new KmsGrants.Constraints(Map.of("a", "b"), Map.of("a", "b")), ""));
        assertInvalid(new KmsGrants.Wanted("210987654321", "root", List.of("Decrypt"), KmsGrants.Constraints.NONE, ""));
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
        return new KmsGrants.Wanted(WANTED.granteePrincipal(), WANTED.operations(), WANTED.constraints(), name);
    }

    private static KmsGrants.Constraints subset(String key, String value) {
        return new KmsGrants.Constraints(Map.of(key, value), Map.of());
    }

    private static KmsGrants.Constraints exactly(String key, String value) {
        return new KmsGrants.Constraints(Map.of(), Map.of(key, value));
    }
}
