package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreContentTest {

    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID KEY = UUID.fromString("00000000-0000-4000-8000-000000000002");
    private static final Instant DAY = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String JSON = "{\"KeystoreId\":\"00000000-0000-4000-8000-000000000001\",\"Keys\":[{"
            + "\"KeyId\":\"00000000-0000-4000-8000-000000000002\",\"AccountId\":\"123456789012\","
            + "\"Description\":\"of a test\",\"KeyState\":\"PendingDeletion\","
            + "\"CreationDate\":\"2026-01-02T03:04:05.678Z\",\"DeletionDate\":\"2026-02-02T03:04:05.678Z\","
            + "\"Aliases\":[\"alias/a\"],\"Tags\":[{\"TagKey\":\"k\",\"TagValue\":\"v\"}],"
            + "\"Rotation\":{\"Enabled\":true,\"PeriodInDays\":90,\"NextDate\":\"2026-04-02T03:04:05.678Z\"},"
            + "\"Grants\":[{\"GrantId\":\"aa\",\"Name\":\"n\",\"GranteePrincipal\":\"210987654321\","
            + "\"Operations\":[\"Decrypt\"],\"EncryptionContextSubset\":{\"c\":\"d\"},"
            + "\"CreationDate\":\"2026-01-02T03:04:05.678Z\"}],\"Versions\":[{\"Version\":1,"
            + "\"CreationDate\":\"2026-01-02T03:04:05.678Z\",\"RotationType\":\"ON_DEMAND\",\"Exported\":true,"
            + "\"Material\":\"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\",\"Token\":null}]}],"
            + "\"DeletedKeys\":[{\"KeyId\":\"00000000-0000-4000-8000-000000000003\","
            + "\"DeletionDate\":\"2026-01-02T03:04:05.678Z\",\"InToken\":null}],\"UnfinishedKeyId\":null}";
    private static final String JSON_V2 = JSON.replace(",\"Token\":null", "")
            .replace(",\"InToken\":null", "")
            .replace(",\"UnfinishedKeyId\":null", "");
    private static final String JSON_IN_TOKEN = JSON.replace(
                    "\"Material\":\"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\",\"Token\":null",
                    "\"Material\":null,\"Token\":\"hsm\"")
            .replace("\"InToken\":null", "\"InToken\":{\"Token\":\"hsm\",\"Versions\":2}")
            .replace("\"UnfinishedKeyId\":null", "\"UnfinishedKeyId\":\"00000000-0000-4000-8000-000000000004\"");
    private static final String JSON_V1 = "{\"KeystoreId\":\"00000000-0000-4000-8000-000000000001\",\"Keys\":[{"
            + "\"KeyId\":\"00000000-0000-4000-8000-000000000002\",\"Description\":\"of a test\",\"KeyState\":\"Enabled\","
            + "\"CreationDate\":\"2026-01-02T03:04:05.678Z\",\"Aliases\":[\"alias/a\"],\"Versions\":[{\"Version\":1,"
            + "\"CreationDate\":\"2026-01-02T03:04:05.678Z\","
            + "\"Material\":\"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\"}]}]}";

    @Test
    void isTheJsonOfTheDocument() {
        assertThat(new String(content().encode(), StandardCharsets.UTF_8)).isEqualTo(JSON);
    }

    @Test
    void decodesWhatItEncoded() {
        KeystoreContent back = KeystoreContent.decode(3, utf8(JSON));

        assertThat(back.keystoreId()).isEqualTo(ID);
        assertThat(back.keys()).singleElement().satisfies(key -> {
            assertThat(key.keyId()).isEqualTo(KEY);
            assertThat(key.aliases()).containsExactly("alias/a");
            assertThat(key.current().material()).containsOnly(7).hasSize(32);
        });
    }

    @Test
    void aBodyOfVersion2HasAllMaterialHere() {
        KeystoreContent old = KeystoreContent.decode(2, utf8(JSON_V2));

        assertThat(new String(old.encode(), StandardCharsets.UTF_8)).isEqualTo(JSON);
    }

    @Test
    void materialInATokenIsNamedOnly() {
        KeystoreContent content = KeystoreContent.decode(3, utf8(JSON_IN_TOKEN));

        assertThat(new String(content.encode(), StandardCharsets.UTF_8)).isEqualTo(JSON_IN_TOKEN);
        assertThat(content.keys().getFirst().current().material()).isNull();
        assertThat(content.keys().getFirst().current().token()).isEqualTo("hsm");
        assertThat(content.deletedKeys().getFirst().inToken()).isEqualTo(new DeletedKey.InToken("hsm", 2));
        assertThat(content.unfinishedKeyId()).hasToString("00000000-0000-4000-8000-000000000004");
        content.close();
    }

    @Test
    void aGrantHasWhatItIsForAndWhoGivesItBackOnlyIfThatWasSaid() {
        String json = JSON.replace("\"EncryptionContextSubset\":{\"c\":\"d\"}", "\"EncryptionContextSubset\":{}")
                .replace(
                        "\"CreationDate\":\"2026-01-02T03:04:05.678Z\"}],\"Versions\"",
                        "\"CreationDate\":\"2026-01-02T03:04:05.678Z\",\"EncryptionContextEquals\":{\"c\":\"d\"},"
                                + "\"RetiringPrincipal\":\"111111111111\"}],\"Versions\"");
        KeystoreContent content = KeystoreContent.decode(3, utf8(json));

        assertThat(new String(content.encode(), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(content.keys().getFirst().grants()).singleElement().satisfies(grant -> {
            assertThat(grant.encryptionContextEquals()).isEqualTo(Map.of("c", "d"));
            assertThat(grant.retiringPrincipal()).isEqualTo("111111111111");
        });
        content.close();
        KeystoreContent old = KeystoreContent.decode(3, utf8(JSON));
        assertThat(old.keys().getFirst().grants()).singleElement().satisfies(grant -> {
            assertThat(grant.admits(Map.of("c", "d", "e", "f"))).isTrue();
            assertThat(grant.mayBeRetiredBy("210987654321")).isTrue();
            assertThat(grant.mayBeRetiredBy(null)).isFalse();
        });
        old.close();
    }

    @Test
    void aKeyHasWhatWasGivenOfItsPolicyOnlyIfThatWasSaid() {
        String json = JSON.replace(
                "\"Token\":null}]}]", "\"Token\":null}],\"GivenPolicy\":{\"Id\":\"default\",\"Sid\":\"mine\"}}]");
        KeystoreContent content = KeystoreContent.decode(3, utf8(json));

        assertThat(new String(content.encode(), StandardCharsets.UTF_8)).isEqualTo(json);
        KeystoreContent.Key key = content.keys().getFirst();
        assertThat(key.givenPolicy()).isEqualTo(new GivenKeyPolicy(null, "default", "mine"));
        assertThat(key.described("other")
                        .rotating(KeyRotation.OFF, key.versions())
                        .givenPolicy())
                .isEqualTo(key.givenPolicy());
        content.close();
    }

    @Test
    void aBodyOfVersion1HasKeysThatAreEnabledAndNothingElseAboutThem() {
        KeystoreContent old = KeystoreContent.decode(1, utf8(JSON_V1));

        assertThat(old.deletedKeys()).isEmpty();
        assertThat(old.keys()).singleElement().satisfies(key -> {
            assertThat(key.accountId()).isEmpty();
            assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
            assertThat(key.rotation()).isEqualTo(KeyRotation.OFF);
            assertThat(key.current().rotationType()).isEqualTo(RotationType.CREATION);
            assertThat(key.current().exported()).isTrue();
            assertThat(key.current().material()).containsOnly(7).hasSize(32);
        });
        assertThatThrownBy(() -> KeystoreContent.decode(3, utf8(JSON_V1))).isInstanceOf(Failure.Corrupt.class);
        assertThatThrownBy(() -> KeystoreContent.decode(1, utf8(JSON))).isInstanceOf(Failure.TooNew.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"PendingDeletion\"->\"Enabled\"",
                "\"NextDate\":\"2026-04-02T03:04:05.678Z\"->\"NextDate\":null",
                "\"PeriodInDays\":90->\"PeriodInDays\":89",
                "\"PendingDeletion\"->\"Gone\"",
                "\"Token\":null->\"Token\":\"hsm\"",
                "\"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\"->null",
                "\"InToken\":null->\"InToken\":{\"Token\":\"hsm\",\"Versions\":0}",
                "\"Name\":\"n\"->\"Name\":\"n\",\"EncryptionContextEquals\":{\"c\":\"d\"}"
            })
    void whatDoesNotFitTogetherIsCorrupt(String change) {
        String[] words = change.split("->", -1);

        assertThat(JSON).contains(words[0]);
        assertThatThrownBy(() -> KeystoreContent.decode(3, utf8(JSON.replace(words[0], words[1]))))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void aFieldThatIsNotKnownIsOfANewerRelease() {
        assertThatThrownBy(
                        () -> KeystoreContent.decode(3, utf8(JSON.replace("\"Aliases\"", "\"Policy\":[],\"Aliases\""))))
                .isInstanceOf(Failure.TooNew.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "{\"KeystoreId\":\"00000000-0000-4000-8000-000000000001\"}",
                "{\"KeystoreId\":null,\"Keys\":[]}",
                "{\"KeystoreId\":\"nonsense\",\"Keys\":[]}",
                "{\"KeystoreId\":\"00000000-0000-4000-8000-000000000001\",\"Keys\":[null]}",
                "{\"KeystoreId\":\"00000000-0000-4000-8000-000000000001\",\"Keys\":[]} more"
            })
    void whatIsNoKeystoreIsCorrupt(String json) {
        assertThatThrownBy(() -> KeystoreContent.decode(3, utf8(json))).isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BwcHBw==", "", "!!!"})
    void materialOfAnotherLengthIsCorruptAndIsNotTold(String material) {
        String json = JSON.replace("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", material);

        assertThatThrownBy(() -> KeystoreContent.decode(3, utf8(json)))
                .isInstanceOf(Failure.Corrupt.class)
                .hasNoCause()
                .hasMessageNotContaining("BwcH");
    }

    @Test
    void twoKeysOfOneIdAreCorrupt() {
        String key = JSON.substring(JSON.indexOf("[{") + 1, JSON.indexOf("],\"DeletedKeys\""));

        assertThatThrownBy(() -> KeystoreContent.decode(3, utf8(JSON.replace(key, key + "," + key))))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void alteredBytesGiveAFailureOrAContent(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            byte[] json = utf8(random.nextBoolean() ? JSON_IN_TOKEN : JSON_V1);
            for (int i = random.nextInt(3); i >= 0; i--) {
                json[random.nextInt(json.length)] = (byte) random.nextInt();
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(json, random.nextInt(json.length)) : json;
            try {
                KeystoreContent.decode(1 + random.nextInt(3), cut).close();
            } catch (Failure expected) {
                assertThat(expected).hasMessageContaining("keystore").hasNoCause();
            }
        }
    }

    @Test
    void closingZeroesTheMaterial() {
        KeystoreContent content = content();
        byte[] material = content.keys().getFirst().current().material();
        content.close();

        assertThat(material).containsOnly(0);
    }

    private static KeystoreContent content() {
        byte[] material = new byte[32];
        Arrays.fill(material, (byte) 7);
        KeystoreContent.Version version = KeystoreContent.Version.here(1, DAY, RotationType.ON_DEMAND, true, material);
        KeyGrant grant = new KeyGrant("aa", "n", "210987654321", List.of("Decrypt"), Map.of("c", "d"), DAY, null, null);
        return new KeystoreContent(
                ID,
                List.of(new KeystoreContent.Key(
                        KEY,
                        "123456789012",
                        "of a test",
                        KeyState.PENDING_DELETION,
                        DAY,
                        Instant.parse("2026-02-02T03:04:05.678Z"),
                        List.of("alias/a"),
                        List.of(new KeyTag("k", "v")),
                        new KeyRotation(true, 90, Instant.parse("2026-04-02T03:04:05.678Z")),
                        List.of(grant),
                        List.of(version),
                        null)),
                List.of(DeletedKey.of(UUID.fromString("00000000-0000-4000-8000-000000000003"), DAY)),
                null);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
