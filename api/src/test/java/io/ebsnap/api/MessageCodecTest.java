package io.ebsnap.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

    static List<Request<?>> requests() {
        return Examples.requests();
    }

    static List<Record> answers() {
        return Examples.answers();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestSurvivesItsJson(Request<?> request) {
        assertThat(MessageCodec.decodeRequest(MessageCodec.encodeRequest(request)))
                .isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answerSurvivesItsJson(Record answer) {
        assertThat((Object) MessageCodec.decodeAnswer(MessageCodec.encodeResult(answer), answer.getClass()))
                .isEqualTo(answer);
    }

    @Test
    void everyActionHasAnExample() {
        Stream<String> shown = Stream.concat(
                requests().stream().map(Request::action), Stream.of("ExportKeys", "ImportKeys", "Encrypt"));
        assertThat(shown.distinct()).containsExactlyInAnyOrderElementsOf(Actions.names());
    }

    @Test
    void passphraseArrivesAsCharactersAndHidesInTexts() {
        KeyRequest.ImportKeys sent = new KeyRequest.ImportKeys("AAAA", Secret.owning("p\u00e4ss \"x\"".toCharArray()));
        KeyRequest.ImportKeys got =
                (KeyRequest.ImportKeys) MessageCodec.decodeRequest(MessageCodec.encodeRequest(sent));
        assertThat(got.passphrase().chars()).isEqualTo("p\u00e4ss \"x\"".toCharArray());
        assertThat(got.toString()).contains("hidden").doesNotContain("p\u00e4");
        got.passphrase().close();
        assertThat(got.passphrase().chars()).containsOnly('\0');
    }

    @Test
    void plaintextArrivesAsCharactersBothWaysAndIsOverwritten() {
        CryptographicRequest.Encrypt sent = new CryptographicRequest.Encrypt(
                "alias/mine", Secret.owning("aHVudGVyMg==".toCharArray()), List.of(new Tag("k", "v")));
        CryptographicRequest.Encrypt got =
                (CryptographicRequest.Encrypt) MessageCodec.decodeRequest(MessageCodec.encodeRequest(sent));
        assertThat(got.plaintext().chars()).isEqualTo("aHVudGVyMg==".toCharArray());
        assertThat(got.encryptionContext()).containsExactly(new Tag("k", "v"));
        assertThat(got.toString()).doesNotContain("aHVudGVy");
        DataKey key = MessageCodec.decodeAnswer(
                MessageCodec.encodeResult(new DataKey(got.plaintext(), "AAAA", "arn", 1)), DataKey.class);
        assertThat(key.plaintext().chars()).isEqualTo("aHVudGVyMg==".toCharArray());
        Secret.closeAllOf(key);
        assertThat(key.plaintext().chars()).containsOnly('\0');
    }

    @Test
    void errorAnswerIsThrownWithAllItSays() {
        ApiError error = new ApiError("InvalidSnapshot.NotFound", ErrorKind.NOT_FOUND, "there is no snap-1", "look");
        assertThatThrownBy(() -> MessageCodec.decodeAnswer(MessageCodec.encodeError(error), Done.class))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void fieldNamesAreThoseOfEc2() {
        String json = new String(MessageCodec.encodeResult(Examples.snapshots()), StandardCharsets.UTF_8);
        assertThat(json)
                .startsWith(
                        "{\"Result\":{\"Snapshots\":[{\"SnapshotId\":\"snap-1\",\"VolumeId\":\"vol-1\",\"State\":\"pending\","
                                + "\"StartTime\":\"2026-02-03T04:05:06.789Z\",\"Progress\":\"3%\",\"OwnerId\":\"000000000000\"")
                .contains("\"Phase\":\"copying\"");
    }

    @Test
    void managedVolumeHasEc2sFieldsOnItsOwnLevel() {
        String json = new String(
                MessageCodec.encodeResult(Examples.volumes().volumes().getLast()), StandardCharsets.UTF_8);
        assertThat(json)
                .startsWith("{\"Result\":{\"VolumeId\":\"vol-2\",\"Size\":1,\"State\":\"in-use\","
                        + "\"CreateTime\":\"2026-02-03T04:05:06.789Z\",\"Attachments\":[{\"VolumeId\":\"vol-2\","
                        + "\"Device\":\"/dev/loop3\",\"State\":\"attached\",")
                .contains("\"AvailabilityZone\":\"default\",\"SnapshotId\":\"snap-1\",\"FastRestored\":false,"
                        + "\"RestoreReason\":\"lazy: no credits\",\"VolumeInitializationRate\":7,"
                        + "\"InitializationStatusDetails\":{\"InitializationType\":\"default\",\"Progress\":9,"
                        + "\"EstimatedTimeToCompleteInSeconds\":4}");
    }

    @Test
    void hydrationIsAHundredPercentOnlyWhenItIsCompleted() {
        assertThat(hydration("impaired", 1000, 1000).percent()).isEqualTo(99);
        assertThat(hydration("running", 3, 2).percent()).isEqualTo(66);
        assertThat(hydration("queued", 0, 0).percent()).isZero();
        assertThat(hydration("completed", 0, 0).percent()).isEqualTo(100);
    }

    private static Hydration hydration(String phase, long total, long present) {
        return new Hydration(phase, total, present, 0, 0, null, null, null);
    }

    @Test
    void aFieldThatAnActionDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> decode("{\"Action\":\"DeleteSnapshot\",\"SnapshotId\":\"s\",\"Forse\":true}"))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("Forse");
    }

    @Test
    void aFieldOfANewerDaemonIsPassedOver() {
        byte[] json = "{\"Result\":{\"Done\":true,\"Weather\":{\"Rain\":[1,2.5]}}}".getBytes(StandardCharsets.UTF_8);
        assertThat(MessageCodec.decodeAnswer(json, Done.class)).isEqualTo(new Done(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "nothing",
                "{\"Action\":7}",
                "{\"Action\":\"DeleteSnapshot\"}",
                "{\"Action\":\"DeleteSnapshot\",\"SnapshotId\":7}",
                "{\"Action\":\"DeleteSnapshot\",\"SnapshotId\":null}",
                "{\"Action\":\"DescribeTasks\",\"TaskIds\":[[\"a\"]]}",
                "{\"Action\":\"DescribeTasks\",\"TaskIds\":[null]}",
                "{\"Action\":\"DescribeTasks\",\"TaskIds\":\"a\"}",
                "{\"Action\":\"GetStatus\"}x",
                "{\"Action\":\"GetStatus\",\"Action\":\"GetStatus\"}",
                "{\"Action\":\"Hello\",\"ProtocolVersion\":99999999999,\"Client\":\"\"}",
                "{\"Action\":\"Hello\",\"ProtocolVersion\":1e400,\"Client\":\"\"}",
                "{\"Action\":\"ExportKeys\",\"Passphrase\":{\"a\":1}}"
            })
    void whatIsNoRequestIsRefused(String json) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void deepNestingIsRefused() {
        String json = "{\"Action\":\"DescribeTasks\",\"TaskIds\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> decode(json)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void manySmallObjectsAreRefusedBeforeTheyTakeMemory() {
        String json = "{\"Action\":\"DescribeTasks\",\"TaskIds\":[" + "\"\",".repeat(300_000) + "\"\"]}";
        assertThatThrownBy(() -> decode(json)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void unknownActionIsNamedWithoutItsControlCharacters() {
        assertThatThrownBy(() -> decode("{\"Action\":\"Fly\\u001b[2J\"}"))
                .isInstanceOf(UnknownAction.class)
                .hasMessage("there is no action 'Fly?[2J'");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedRequestsAreRefusedOrRead(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Request<?> request = requests().get(random.nextInt(requests().size()));
            byte[] json = MessageCodec.encodeRequest(request);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                json[random.nextInt(json.length)] = (byte) random.nextInt(256);
            }
            try {
                MessageCodec.decodeRequest(json);
            } catch (MalformedMessage | UnknownAction refused) {
                assertThat(refused).hasMessageNotContaining("\n\tat");
            }
        }
    }

    private static Request<?> decode(String json) {
        return MessageCodec.decodeRequest(json.getBytes(StandardCharsets.UTF_8));
    }
}
