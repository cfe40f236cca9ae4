package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordJsonTest {

    private static final String KEY = "{\"DomainId\":\"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\","
            + "\"KmsKeyId\":\"00000000-0000-0000-0000-000000000001\",\"KmsKeyVersion\":3,"
            + "\"Wrapped\":\"AAECAwQ=\",\"Created\":\"2026-01-31T23:59:59.123Z\"}";

    private final RecordJson json = new RecordJson();

    private void decode(String body) {
        json.decode(CatalogKind.DATA_KEY, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRecordIsWrittenAsTheFormatPageSays() {
        byte[] body = json.encode(CatalogKind.DATA_KEY, CatalogFixtures.dataKey());
        assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(KEY);
    }

    @Test
    void whatCameLaterIsLeftOutUnlessItSaysSomething() {
        VolumeRecord older = CatalogFixtures.volume(1, "data");
        assertThat(new String(json.encode(CatalogKind.VOLUME, older), StandardCharsets.UTF_8))
                .doesNotContain("OwnerId");
        VolumeRecord owned = new VolumeRecord(
                older.volumeId(),
                older.name(),
                older.device(),
                older.deviceIdentity(),
                older.sizeBytes(),
                older.state(),
                older.createTime(),
                older.tags(),
                "111122223333");
        byte[] body = json.encode(CatalogKind.VOLUME, owned);
        assertThat(new String(body, StandardCharsets.UTF_8)).endsWith(",\"OwnerId\":\"111122223333\"}");
        assertThat(json.decode(CatalogKind.VOLUME, body)).contains(owned);
        String asNull = new String(body, StandardCharsets.UTF_8).replace("\"111122223333\"", "null");
        assertThatExceptionOfType(Failure.Corrupt.class)
                .isThrownBy(() -> json.decode(CatalogKind.VOLUME, asNull.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void timesAreCutToMilliseconds() {
        DataKeyRecord key =
                new DataKeyRecord("0f".repeat(16), "k", 1, "", Instant.parse("2026-01-01T00:00:00.123456789Z"));
        byte[] body = json.encode(CatalogKind.DATA_KEY, key);
        assertThat(json.decode(CatalogKind.DATA_KEY, body).orElseThrow().created())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.123Z"));
    }

    @Test
    void aFieldOrStateThatIsNotKnownIsTooNew() {
        assertThatExceptionOfType(Failure.TooNew.class)
                .isThrownBy(() -> decode(KEY.replace("{\"Dom", "{\"Colour\":\"red\",\"Dom")))
                .withMessageContaining("Colour")
                .withMessageNotContaining("red");
        String snapshot = new String(
                json.encode(CatalogKind.SNAPSHOT, CatalogFixtures.snapshot(SnapshotState.PENDING)),
                StandardCharsets.UTF_8);
        byte[] archived = snapshot.replace("\"pending\"", "\"archived\"").getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(Failure.TooNew.class).isThrownBy(() -> json.decode(CatalogKind.SNAPSHOT, archived));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "3",
                "{}",
                "{\"Deleted\":false}",
                "{\"Deleted\":true}x",
                "{\"Deleted\":true,\"Deleted\":true}",
                "\"KmsKeyVersion\":3>\"KmsKeyVersion\":\"3\"",
                "\"KmsKeyVersion\":3>\"KmsKeyVersion\":3.5",
                "\"KmsKeyVersion\":3>\"KmsKeyVersion\":null",
                "\"KmsKeyVersion\":3>\"KmsKeyVersion\":99999999999",
                "\"KmsKeyVersion\":3,>",
                "\"KmsKeyVersion\":3>\"KmsKeyVersion\":3,\"KmsKeyVersion\":3",
                "\"AAECAwQ=\">null",
                "\"AAECAwQ=\">7",
                "59.123Z>59Z",
                "59.123Z>59.1234Z",
                "59.123Z>59.123+00:00",
                "01-31T>02-30T",
                "\"2026-01-31T23:59:59.123Z\">0"
            })
    void whatIsNotExactlyARecordIsRefused(String body) {
        int arrow = body.indexOf('>');
        String changed = arrow < 0 ? body : KEY.replace(body.substring(0, arrow), body.substring(arrow + 1));
        assertThat(changed).isNotEqualTo(KEY);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> decode(changed))
                .satisfies(failure -> assertThat(failure).isInstanceOfAny(Failure.Corrupt.class, Failure.TooNew.class));
    }

    @Test
    void deepNestingIsRefusedWithoutExhaustingTheStack() {
        assertThatExceptionOfType(Failure.Corrupt.class)
                .isThrownBy(() -> decode("{\"DomainId\":" + "[".repeat(500_000)));
    }

    @Test
    void noMessageHoldsAValue() {
        assertThatExceptionOfType(Failure.Corrupt.class)
                .isThrownBy(() -> decode(KEY.replace("2026-01-31T23:59:59.123Z", "secret")))
                .withMessageNotContaining("secret")
                .withNoCause();
    }
}
