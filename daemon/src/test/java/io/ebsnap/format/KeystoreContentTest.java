package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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
        KeystoreContent back = KeystoreContent.decode(utf8(JSON));

        assertThat(back.keystoreId()).isEqualTo(ID);
        assertThat(back.keys()).singleElement().satisfies(key -> {
            assertThat(key.keyId()).isEqualTo(KEY);
            assertThat(key.aliases()).containsExactly("alias/a");
            assertThat(key.current().material()).containsOnly(7).hasSize(32);
        });
    }

    @Test
    void aFieldThatIsNotKnownIsOfANewerRelease() {
        assertThatThrownBy(() -> KeystoreContent.decode(utf8(JSON.replace("\"Aliases\"", "\"Grants\":[],\"Aliases\""))))
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
        assertThatThrownBy(() -> KeystoreContent.decode(utf8(json))).isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BwcHBw==", "", "!!!"})
    void materialOfAnotherLengthIsCorruptAndIsNotTold(String material) {
        String json = JSON.replace("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", material);

        assertThatThrownBy(() -> KeystoreContent.decode(utf8(json)))
                .isInstanceOf(Failure.Corrupt.class)
                .hasNoCause()
                .hasMessageNotContaining("BwcH");
    }

    @Test
    void twoKeysOfOneIdAreCorrupt() {
        String key = JSON.substring(JSON.indexOf("[{") + 1, JSON.lastIndexOf("]}"));

        assertThatThrownBy(() -> KeystoreContent.decode(utf8(JSON.replace(key, key + "," + key))))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void alteredBytesGiveAFailureOrAContent(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            byte[] json = utf8(JSON);
            for (int i = random.nextInt(3); i >= 0; i--) {
                json[random.nextInt(json.length)] = (byte) random.nextInt();
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(json, random.nextInt(json.length)) : json;
            try {
                KeystoreContent.decode(cut).close();
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
        KeystoreContent.Version version = new KeystoreContent.Version(1, DAY, material);
        return new KeystoreContent(
                ID,
                List.of(new KeystoreContent.Key(
                        KEY, "of a test", "Enabled", DAY, List.of("alias/a"), List.of(version))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
