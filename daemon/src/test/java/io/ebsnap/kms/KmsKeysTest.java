package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeyState;
import io.ebsnap.format.KeyTag;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KmsKeysTest {

    private static final String MINE = "alias/mine";

    @TempDir
    Path directory;

    private KeyHouse house;
    private KmsKeys keys;
    private KeyId mine;

    @BeforeEach
    void open() {
        house = new KeyHouse(directory);
        keys = house.services.keys();
        mine = house.newKey(MINE);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aKeyKeepsWhatIsSaidOfIt() {
        KeyMetadata made = keys.create("words", List.of(new KeyTag("k", "v")), Optional.empty());
        keys.updateDescription(made.id().toString(), "others");
        keys.tag(made.id().toString(), List.of(new KeyTag("k", "w"), new KeyTag("l", "")));
        keys.untag(made.id().toString(), List.of("k", "none"));
        house.restart();

        KeyMetadata back = house.services.keys().describe(made.id().toString());
        assertThat(back.description()).isEqualTo("others");
        assertThat(back.tags()).containsExactly(new KeyTag("l", ""));
        assertThat(back.keyState()).isEqualTo(KeyState.ENABLED);
    }

    @Test
    void aDisabledKeyIsRefusedForNewUseAtOnceAndGoesOnWhereItIsInUse() {
        DomainId domain = house.keyring.domainFor(mine);

        assertThat(keys.disable(MINE).keyState()).isEqualTo(KeyState.DISABLED);

        assertRefused(domain, "is disabled", "ebsnap key enable " + mine);
        assertThat(house.keyring.keysInUse(domain).domain()).isEqualTo(domain);
        house.restart();
        assertRefused(domain, "is disabled", "ebsnap key enable " + mine);
        assertThatThrownBy(() -> house.keyring.keysInUse(domain)).isInstanceOf(Failure.Denied.class);
        house.services.keys().enable(MINE);
        assertThat(house.keyring.keysOf(domain).domain()).isEqualTo(domain);
    }

    @Test
    void aVolumeThatHasReadNothingYetGoesOnToo() {
        DomainId domain = house.keyring.domainFor(mine);
        house.restart();

        house.services.keys().disable(MINE);

        assertThat(house.keyring.keysInUse(domain).domain()).isEqualTo(domain);
    }

    @Test
    void aKeyThatIsAboutToBeDeletedCanOnlyBeKept() {
        DomainId domain = house.keyring.domainFor(mine);
        KeyMetadata doomed = keys.scheduleDeletion(MINE, 7);

        assertThat(doomed.keyState()).isEqualTo(KeyState.PENDING_DELETION);
        assertThat(doomed.deletionDate()).isEqualTo(house.clock.instant().plus(Duration.ofDays(7)));
        assertRefused(domain, "about to be deleted", "ebsnap key cancel-deletion " + mine);
        assertThatThrownBy(() -> keys.enable(MINE)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> keys.disable(MINE)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> keys.scheduleDeletion(MINE, 30)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> keys.tag(MINE, List.of())).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> house.services.aliases().create("alias/b", MINE))
                .isInstanceOf(Failure.Conflict.class);

        assertThat(keys.cancelDeletion(MINE).keyState()).isEqualTo(KeyState.DISABLED);
        assertThatThrownBy(() -> keys.cancelDeletion(MINE)).isInstanceOf(Failure.Conflict.class);
        keys.enable(MINE);
        assertThat(house.keyring.keysOf(domain).domain()).isEqualTo(domain);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 6, 31})
    void otherWaitingTimesAreInvalid(int days) {
        assertThatThrownBy(() -> keys.scheduleDeletion(MINE, days)).isInstanceOf(Failure.Invalid.class);
        assertThat(keys.describe(MINE).keyState()).isEqualTo(KeyState.ENABLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {KeyAliases.DEFAULT, KeyAliases.STORE})
    void theTwoKeysWithoutWhichNothingWorksStay(String alias) {
        assertThatThrownBy(() -> keys.disable(alias)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> keys.scheduleDeletion(alias, 7)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> house.services.aliases().delete(alias, "")).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> house.services.aliases().update(alias, MINE)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void theKeyThatOpensTheStoreStaysThoughItsAliasIsGone() {
        KeyId store = house.keyring.resolve(KeyAliases.STORE);
        house.keystore.change(store, key -> key.aliased(List.of()));

        assertThatThrownBy(() -> keys.scheduleDeletion(store.toString(), 7)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> keys.disable(store.toString())).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void anAliasNamesOneKey() {
        KeyId other = house.newKey("alias/other");
        KmsAliases aliases = house.services.aliases();
        aliases.create("alias/a", MINE);

        assertThatThrownBy(() -> aliases.create("alias/a", "alias/other")).isInstanceOf(Failure.Conflict.class);
        aliases.update("alias/a", "alias/other");
        assertThat(keys.describe("alias/a").id()).isEqualTo(other);
        assertThat(keys.describe(MINE).aliases()).containsExactly(MINE);
        aliases.delete("alias/a", "");
        assertThatThrownBy(() -> keys.describe("alias/a")).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> aliases.delete("alias/a", "")).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> aliases.update("alias/a", MINE)).isInstanceOf(Failure.NotFound.class);
        assertThat(aliases.list()).hasSize(4);
    }

    @Test
    void tagsAreBounded() {
        List<KeyTag> many =
                IntStream.range(0, 51).mapToObj(i -> new KeyTag("k" + i, "")).toList();

        assertThatThrownBy(() -> keys.tag(MINE, many)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> keys.tag(MINE, List.of(new KeyTag("", "")))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> keys.tag(MINE, List.of(new KeyTag("aws:x", ""))))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(keys.describe(MINE).tags()).isEmpty();
    }

    private void assertRefused(DomainId domain, String reason, String remedy) {
        assertThatThrownBy(() -> house.keyring.keysOf(domain))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining(reason)
                .satisfies(e -> assertThat(((Failure) e).hint().orElseThrow()).contains(remedy));
        assertThatThrownBy(() -> house.keyring.domainFor(mine)).isInstanceOf(Failure.Denied.class);
    }
}
