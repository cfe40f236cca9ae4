package io.ebsnap.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.Ciphertext;
import io.ebsnap.api.CryptographicRequest.Decrypt;
import io.ebsnap.api.CryptographicRequest.Encrypt;
import io.ebsnap.api.CryptographicRequest.GenerateDataKey;
import io.ebsnap.api.CryptographicRequest.ReEncrypt;
import io.ebsnap.api.DataKey;
import io.ebsnap.api.DecryptedPlaintext;
import io.ebsnap.api.Done;
import io.ebsnap.api.GivenKeyPolicy;
import io.ebsnap.api.Key;
import io.ebsnap.api.KeyChange;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyGrantList;
import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeyRequest.CreateGrant;
import io.ebsnap.api.KeyRequest.CreateKey;
import io.ebsnap.api.KeyRequest.DescribeKey;
import io.ebsnap.api.KeyRequest.PutKeyPolicy;
import io.ebsnap.api.KeyRequest.RetireGrant;
import io.ebsnap.api.KeyRequest.ScheduleKeyDeletion;
import io.ebsnap.api.KeyRotation;
import io.ebsnap.api.KeyRotationList;
import io.ebsnap.api.KeyRotationStatus;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.KeyUse;
import io.ebsnap.api.ReEncrypted;
import io.ebsnap.api.Request;
import io.ebsnap.api.Secret;
import io.ebsnap.api.Tag;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.control.ActionHandler;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of KMS become those of the control protocol, and their answers KMS's; whatever is not understood is refused before anything is done. */
class KmsServiceTest {

    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";
    private static final String ARN = "arn:aws:kms:local:000000000000:key/" + ID;
    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789Z");
    private static final KeyGrant GRANT = grant(List.of(new Tag("tenant", "acme")), List.of(), null);

    private final KmsService service = new KmsService(new CalledActions(new ErrorAnswers(new Random(1))));
    private final List<Request<?>> asked = new ArrayList<>();
    private final AtomicInteger claims = new AtomicInteger();

    private static Key key(String id, List<KeyTag> tags) {
        return key(id, tags, null);
    }

    private static Key key(String id, List<KeyTag> tags, @Nullable GivenKeyPolicy given) {
        return new Key(
                "000000000000",
                id,
                "arn:aws:kms:local:000000000000:key/" + id,
                TIME,
                true,
                "words",
                "Enabled",
                null,
                "CUSTOMER",
                "ENCRYPT_DECRYPT",
                "SYMMETRIC_DEFAULT",
                "AWS_KMS",
                null,
                List.of(),
                3,
                false,
                tags,
                given);
    }

    private AwsAnswer call(String user, ActionHandler actions, String action, String body) {
        AwsRequest request = new AwsRequest(
                "POST",
                "/",
                "",
                List.of(new AwsRequest.Header("x-amz-target", "TrentService." + action)),
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        assertThat(service.takes(request)).isTrue();
        return service.answer(
                new AwsCall(request, new AwsCaller("000000000000", user, actions), "id-1", claims::incrementAndGet));
    }

    private String answer(Record answer, String action, String body) {
        AwsAnswer told = call(
                "",
                request -> {
                    asked.add(request);
                    return answer;
                },
                action,
                body);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.contentType()).isEqualTo("application/x-amz-json-1.1");
        assertThat(told.headers()).containsEntry("x-amzn-RequestId", "id-1");
        return new String(told.body(), StandardCharsets.UTF_8);
    }

    private AwsFault fault(ActionHandler actions, String action, String body) {
        return catchThrowableOfType(AwsFault.class, () -> call("", actions, action, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "DescribeCustomKeyStores; {}; UnknownOperationException",
                "DescribeKey; {}; ValidationException",
                "DescribeKey; {'KeyId': 'k', 'Surprise': 1}; ValidationException",
                "DescribeKey; {'KeyId': ['k']}; ValidationException",
                "DescribeKey; {'KeyId': 'arn:aws:s3:::bucket'}; InvalidArnException",
                "DescribeKey; {'KeyId'; SerializationException",
                "CreateKey; {'KeySpec': 'RSA_2048'}; UnsupportedOperationException",
                "CreateKey; {'KeyUsage': 'SIGN_VERIFY'}; UnsupportedOperationException",
                "CreateKey; {'MultiRegion': true}; UnsupportedOperationException",
                "CreateKey; {'Origin': 'EXTERNAL'}; UnsupportedOperationException",
                "CreateKey; {'CustomKeyStoreId': 'cks-1'}; ValidationException",
                "CreateKey; {'Policy': '{}'}; MalformedPolicyDocumentException",
                "CreateKey; {'Tags': [{'TagKey': 'a'}]}; ValidationException",
                "ListKeys; {'Limit': 1001}; ValidationException",
                "ListKeys; {'Marker': 'eA'}; InvalidMarkerException",
                "ListAliases; {'Limit': 101}; ValidationException",
                "ScheduleKeyDeletion; {'KeyId': 'k', 'PendingWindowInDays': 6}; ValidationException",
                "EnableKeyRotation; {'KeyId': 'k', 'RotationPeriodInDays': 89}; ValidationException",
                "TagResource; {'KeyId': 'k'}; ValidationException",
                "GetKeyPolicy; {'KeyId': 'k', 'PolicyName': 'other'}; NotFoundException",
                "Encrypt; {'KeyId': 'k'}; ValidationException",
                "Encrypt; {'KeyId': 'k', 'Plaintext': 'QQ==', 'EncryptionAlgorithm': 'RSAES_OAEP_SHA_1'}; UnsupportedOperationException",
                "Encrypt; {'KeyId': 'k', 'Plaintext': 'QQ==', 'EncryptionContext': {'a': 1}}; ValidationException",
                "Decrypt; {'CiphertextBlob': 'QQ==', 'Recipient': {}}; ValidationException",
                "Decrypt; {'CiphertextBlob': 'QQ==', 'DryRun': true}; UnsupportedOperationException",
                "GenerateDataKey; {'KeyId': 'k'}; ValidationException",
                "GenerateDataKey; {'KeyId': 'k', 'KeySpec': 'AES_256', 'NumberOfBytes': 32}; ValidationException",
                "GenerateDataKey; {'KeyId': 'k', 'NumberOfBytes': 1025}; ValidationException",
                "GenerateRandom; {}; ValidationException",
                "CreateGrant; {'KeyId': 'k', 'GranteePrincipal': 'arn:aws:iam::210987654321:user/x', 'Operations': ['Decrypt']}; InvalidArnException",
                "CreateGrant; {'KeyId': 'k', 'GranteePrincipal': '210987654321', 'Operations': ['Decrypt'], 'RetiringPrincipal': 'arn:aws:iam::111111111111:role/x'}; InvalidArnException",
                "RetireGrant; {'GrantToken': '!'}; InvalidGrantTokenException"
            })
    void whatIsWrongIsRefusedBeforeAnythingIsAsked(String action, String body, String code) {
        ActionHandler nobody = request -> {
            throw new AssertionError("asked: " + request);
        };
        assertThat(fault(nobody, action, body).code()).isEqualTo(code);
        assertThat(claims).hasValue(0);
    }

    @Test
    void aKeyIsMadeAsTerraformAsksForOne() {
        String json = answer(
                new KeyDescription(key(ID, List.of())),
                "CreateKey",
                "{'BypassPolicyLockoutSafetyCheck': false, 'CustomerMasterKeySpec': 'SYMMETRIC_DEFAULT', 'Description': 'd',"
                        + " 'KeyUsage': 'ENCRYPT_DECRYPT', 'MultiRegion': false, 'Tags': [{'TagKey': 'a', 'TagValue': ''}]}");
        assertThat(asked).containsExactly(new CreateKey("d", List.of(new KeyTag("a", "")), null, null, null));
        assertThat(claims).hasValue(1);
        assertThat(json)
                .startsWith(
                        "{\"KeyMetadata\":{\"AWSAccountId\":\"000000000000\",\"KeyId\":\"" + ID + "\",\"Arn\":\"" + ARN)
                .contains(
                        "\"CreationDate\":1770091506.789",
                        "\"Enabled\":true",
                        "\"KeyState\":\"Enabled\"",
                        "\"Origin\":\"AWS_KMS\"",
                        "\"CustomerMasterKeySpec\":\"SYMMETRIC_DEFAULT\"",
                        "\"EncryptionAlgorithms\":[\"SYMMETRIC_DEFAULT\"]",
                        "\"MultiRegion\":false",
                        "\"CurrentKeyMaterialId\":\"" + KeyMaterialId.of(ID, 3))
                .doesNotContain("DeletionDate");
    }

    /** As Terraform's provider puts KMS's default policy back. */
    @Test
    void thePolicyThatWasGivenIsReadBackUnderItsNames() {
        GivenKeyPolicy given = new GivenKeyPolicy("2012-10-17", "default", "Enable IAM User Permissions");
        String policy = KeyPolicy.of("000000000000").text(given);
        String quoted = policy.replace("\"", "\\\"");
        KeyDescription described = new KeyDescription(key(ID, List.of()));

        assertThat(answer(
                        described,
                        "PutKeyPolicy",
                        "{'KeyId': 'alias/a', 'PolicyName': 'default', 'Policy': '" + quoted + "'}"))
                .isEqualTo("{}");
        assertThat(asked).containsExactly(new DescribeKey("alias/a"), new PutKeyPolicy(ID, given));
        assertThat(claims).hasValue(1);
        answer(described, "CreateKey", "{'Policy': '" + quoted + "'}");
        assertThat(asked).last().isEqualTo(new CreateKey(null, List.of(), null, null, given));
        assertThat(answer(new KeyDescription(key(ID, List.of(), given)), "GetKeyPolicy", "{'KeyId': 'k'}"))
                .isEqualTo("{\"Policy\":\"" + quoted + "\",\"PolicyName\":\"default\"}");
    }

    @Test
    void aPolicyThatSaysSomethingElseChangesNothing() {
        ActionHandler actions = request -> {
            asked.add(request);
            return new KeyDescription(key(ID, List.of()));
        };
        assertThat(fault(actions, "PutKeyPolicy", "{'KeyId': 'k', 'Policy': '{}'}")
                        .code())
                .isEqualTo("MalformedPolicyDocumentException");
        assertThat(asked).containsExactly(new DescribeKey("k"));
    }

    @Test
    void listsComeInPages() {
        List<Key> keys = new ArrayList<>();
        for (int n = 9; n > 0; n--) {
            keys.add(key("0000000" + n + ID.substring(8), List.of()));
        }
        List<String> ids = new ArrayList<>();
        String marker = "";
        int pages = 0;
        do {
            String json = answer(new KeyList(keys), "ListKeys", "{'Limit': 4" + marker + "}");
            Matcher id = Pattern.compile("\"KeyId\":\"([^\"]+)\"").matcher(json);
            while (id.find()) {
                ids.add(id.group(1));
            }
            Matcher next = Pattern.compile("\"NextMarker\":\"([^\"]+)\"").matcher(json);
            marker = next.find() ? ", 'Marker': '" + next.group(1) + "'" : "";
            assertThat(json).contains("\"Truncated\":" + !marker.isEmpty());
            pages++;
        } while (!marker.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        keys.stream().map(Key::keyId).toList());
    }

    @Test
    void plaintextsGoInAndOutAndAreOverwritten() {
        Secret told = Secret.owning("cGxhaW4=".toCharArray());
        assertThat(
                        answer(
                                new Ciphertext("QUJD", ARN, 3),
                                "Encrypt",
                                "{'KeyId': 'k', 'Plaintext': 'c2VjcmV0', 'EncryptionContext': {'b': '2', 'Plaintext': '1'}, 'GrantTokens': ['t']}"))
                .isEqualTo("{\"CiphertextBlob\":\"QUJD\",\"KeyId\":\"" + ARN
                        + "\",\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}");
        Encrypt request = (Encrypt) asked.getFirst();
        assertThat(request.encryptionContext()).containsExactly(new Tag("Plaintext", "1"), new Tag("b", "2"));
        assertThat(request.plaintext().chars()).hasSize(8).containsOnly('\0');
        assertThat(answer(new DecryptedPlaintext(told, ARN, 2), "Decrypt", "{'CiphertextBlob': 'QUJD'}"))
                .isEqualTo("{\"KeyId\":\"" + ARN + "\",\"Plaintext\":\"cGxhaW4=\","
                        + "\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\",\"KeyMaterialId\":\"" + KeyMaterialId.of(ID, 2)
                        + "\"}");
        assertThat(told.chars()).containsOnly('\0');
        assertThat(asked.get(1)).isEqualTo(new Decrypt(null, "QUJD", List.of()));
        assertThat(claims).as("what changes nothing may be asked for again").hasValue(0);
    }

    @Test
    void dataKeysAreOfASpecOrALength() {
        for (String length : List.of("'KeySpec': 'AES_256'", "'KeySpec': 'AES_128'", "'NumberOfBytes': 64")) {
            Secret plaintext = Secret.owning("QUE=".toCharArray());
            assertThat(answer(
                            new DataKey(plaintext, "QUJD", ARN, 1),
                            "GenerateDataKey",
                            "{'KeyId': 'k', " + length + "}"))
                    .contains("\"Plaintext\":\"QUE=\"", "\"CiphertextBlob\":\"QUJD\"");
        }
        assertThat(asked)
                .containsExactly(
                        new GenerateDataKey("k", 32, List.of()),
                        new GenerateDataKey("k", 16, List.of()),
                        new GenerateDataKey("k", 64, List.of()));
    }

    @Test
    void whatIsSealedAnewTellsBothKeys() {
        assertThat(answer(
                        new ReEncrypted("QUJD", ARN, 1, ARN, 2),
                        "ReEncrypt",
                        "{'CiphertextBlob': 'QQ==', 'SourceEncryptionContext': {'a': '1'}, 'DestinationKeyId': 'k'}"))
                .contains(
                        "\"SourceKeyId\":\"" + ARN,
                        "\"KeyId\":\"" + ARN,
                        KeyMaterialId.of(ID, 1),
                        KeyMaterialId.of(ARN, 2));
        assertThat(asked).containsExactly(new ReEncrypt("QQ==", null, List.of(new Tag("a", "1")), "k", List.of()));
    }

    @Test
    void deletionAndRotationAreToldWithTheirDates() {
        KeyUse none = new KeyUse(0, List.of(), 0, List.of(), 0, List.of(), 0, List.of());
        assertThat(answer(
                        new KeyChange(ARN, "PendingDeletion", TIME, 7, none),
                        "ScheduleKeyDeletion",
                        "{'KeyId': 'k', 'PendingWindowInDays': 7}"))
                .isEqualTo(
                        "{\"KeyId\":\"" + ARN + "\",\"DeletionDate\":1770091506.789,\"KeyState\":\"PendingDeletion\","
                                + "\"PendingWindowInDays\":7}");
        assertThat(asked).containsExactly(new ScheduleKeyDeletion("k", 7));
        assertThat(answer(new KeyRotationStatus(ID, false, 365, null), "GetKeyRotationStatus", "{'KeyId': 'k'}"))
                .isEqualTo("{\"KeyRotationEnabled\":false,\"KeyId\":\"" + ID + "\"}");
        assertThat(answer(new KeyRotationStatus(ID, true, 90, TIME), "GetKeyRotationStatus", "{'KeyId': 'k'}"))
                .contains("\"RotationPeriodInDays\":90", "\"NextRotationDate\":1770091506.789");
        KeyRotationList versions = new KeyRotationList(List.of(
                new KeyRotation(ID, 1, TIME, "CREATION", false), new KeyRotation(ID, 2, TIME, "ON_DEMAND", false)));
        assertThat(answer(versions, "ListKeyRotations", "{'KeyId': 'k'}"))
                .contains("ON_DEMAND", "CURRENT", KeyMaterialId.of(ID, 2))
                .doesNotContain(KeyMaterialId.of(ID, 1));
        assertThat(answer(versions, "ListKeyRotations", "{'KeyId': 'k', 'IncludeKeyMaterial': 'ALL_KEY_MATERIAL'}"))
                .contains(KeyMaterialId.of(ID, 1), "NON_CURRENT");
    }

    @Test
    void grantsAreToAccounts() {
        String made = answer(
                GRANT,
                "CreateGrant",
                "{'KeyId': 'k', 'GranteePrincipal': 'arn:aws:iam::210987654321:root', 'Operations': ['Decrypt'],"
                        + " 'Constraints': {'EncryptionContextSubset': {'tenant': 'acme'}}, 'Name': 'n'}");
        assertThat(asked)
                .containsExactly(new CreateGrant(
                        "k",
                        "210987654321",
                        List.of("Decrypt"),
                        List.of(new Tag("tenant", "acme")),
                        List.of(),
                        null,
                        "n"));
        Matcher token = Pattern.compile("\"GrantToken\":\"([^\"]+)\",\"GrantId\":\"ab\"")
                .matcher(made);
        assertThat(token.find()).isTrue();
        assertThat(answer(new Done(true), "RetireGrant", "{'GrantToken': '" + token.group(1) + "'}"))
                .isEqualTo("{}");
        assertThat(asked.get(1)).isEqualTo(new RetireGrant(ARN, "ab"));
        assertThat(answer(new KeyGrantList(List.of(GRANT)), "ListGrants", "{'KeyId': 'k'}"))
                .contains(
                        "\"GranteePrincipal\":\"arn:aws:iam::210987654321:root\"",
                        "\"IssuingAccount\":\"arn:aws:iam::000000000000:root\"",
                        "\"Constraints\":{\"EncryptionContextSubset\":{\"tenant\":\"acme\"}}",
                        "\"Truncated\":false");
        assertThat(answer(new KeyGrantList(List.of(GRANT)), "ListGrants", "{'KeyId': 'k', 'GrantId': 'cd'}"))
                .startsWith("{\"Grants\":[]");
        assertThat(answer(
                        new KeyGrantList(List.of(GRANT)),
                        "ListRetirableGrants",
                        "{'RetiringPrincipal': 'arn:aws:iam::210987654321:root'}"))
                .contains("\"GrantId\":\"ab\"");
    }

    @Test
    void grantsMayBeForOneContextAloneAndNameWhoGivesThemBack() {
        KeyGrant exact = grant(List.of(), List.of(new Tag("tenant", "acme")), "111111111111");
        for (String retiring : List.of("arn:aws:iam::111111111111:root", "111111111111")) {
            String unused = answer(
                    exact,
                    "CreateGrant",
                    "{'KeyId': 'k', 'GranteePrincipal': '210987654321', 'Operations': ['Decrypt'], 'RetiringPrincipal': '"
                            + retiring + "', 'Constraints': {'EncryptionContextEquals': {'tenant': 'acme'}}}");
        }
        assertThat(asked)
                .hasSize(2)
                .containsOnly(new CreateGrant(
                        "k",
                        "210987654321",
                        List.of("Decrypt"),
                        List.of(),
                        List.of(new Tag("tenant", "acme")),
                        "111111111111",
                        null));
        KeyGrantList listed = new KeyGrantList(List.of(exact));
        for (String list : List.of(
                answer(listed, "ListGrants", "{'KeyId': 'k'}"),
                answer(listed, "ListRetirableGrants", "{'RetiringPrincipal': '111111111111'}"))) {
            assertThat(list)
                    .contains(
                            "\"RetiringPrincipal\":\"arn:aws:iam::111111111111:root\"",
                            "\"Constraints\":{\"EncryptionContextEquals\":{\"tenant\":\"acme\"}}");
        }
        assertThat(answer(new KeyGrantList(List.of(GRANT)), "ListGrants", "{'KeyId': 'k'}"))
                .doesNotContain("RetiringPrincipal", "EncryptionContextEquals");
    }

    private static KeyGrant grant(List<Tag> subset, List<Tag> exact, @Nullable String retiring) {
        return new KeyGrant("ab", ARN, "n", "210987654321", List.of("Decrypt"), subset, exact, retiring, TIME);
    }

    @Test
    void tagsAndPolicyOfAKeyThatAGrantLetsSomebodyKnowAreNotTold() {
        KeyDescription described = new KeyDescription(key(ID, List.of(new KeyTag("a", "1"))));
        assertThat(answer(described, "ListResourceTags", "{'KeyId': 'k'}"))
                .isEqualTo("{\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"1\"}],\"Truncated\":false}");
        KeyDescription others = new KeyDescription(new Key(
                "210987654321",
                ID,
                ARN,
                TIME,
                true,
                "",
                "Enabled",
                null,
                "CUSTOMER",
                "",
                "",
                "AWS_KMS",
                null,
                List.of(),
                1,
                false,
                List.of(),
                null));
        for (String action : List.of("ListResourceTags", "GetKeyPolicy", "ListKeyPolicies")) {
            AwsFault fault = catchThrowableOfType(
                    AwsFault.class, () -> call("alice", request -> others, action, "{'KeyId': 'k'}"));
            assertThat(fault.code()).isEqualTo("AccessDeniedException");
        }
    }

    @Test
    void failuresHaveKmssNames() {
        assertFault(new Failure.NotFound("x"), "DescribeKey", "{'KeyId': 'k'}", 400, "NotFoundException");
        assertFault(new Failure.Denied("x"), "DescribeKey", "{'KeyId': 'k'}", 400, "AccessDeniedException");
        assertFault(
                new Failure.Denied(KeyRefusal.DISABLED, "x", "y"),
                "RotateKeyOnDemand",
                "{'KeyId': 'k'}",
                400,
                "DisabledException");
        assertFault(
                new Failure.Denied(KeyRefusal.UNAVAILABLE, "x", "y"),
                "Decrypt",
                "{'CiphertextBlob': 'QQ=='}",
                400,
                "KeyUnavailableException");
        assertFault(new Failure.Conflict("x"), "CancelKeyDeletion", "{'KeyId': 'k'}", 400, "KMSInvalidStateException");
        assertFault(
                new Failure.Conflict("x"),
                "CreateAlias",
                "{'AliasName': 'alias/a', 'TargetKeyId': 'k'}",
                400,
                "AlreadyExistsException");
        assertFault(
                new Failure.Invalid("x"),
                "CreateAlias",
                "{'AliasName': 'a', 'TargetKeyId': 'k'}",
                400,
                "InvalidAliasNameException");
        assertFault(
                new Failure.Invalid("x"),
                "TagResource",
                "{'KeyId': 'k', 'Tags': [{'TagKey': 'aws:a', 'TagValue': ''}]}",
                400,
                "ValidationException");
        assertFault(new Failure.Exhausted("x", null), "CreateKey", "{}", 400, "LimitExceededException");
        assertFault(new Failure.Unavailable("x", null), "ListKeys", "{}", 500, "DependencyTimeoutException");
        assertFault(new Failure.Internal("x", null), "ListKeys", "{}", 500, "KMSInternalException");
    }

    private void assertFault(Failure failure, String action, String body, int status, String code) {
        AwsFault fault = fault(
                request -> {
                    throw failure;
                },
                action,
                body);
        AwsAnswer told = service.refusal(fault, "id-2");
        assertThat(told.status()).isEqualTo(status);
        assertThat(new String(told.body(), StandardCharsets.UTF_8))
                .startsWith("{\"__type\":\"" + code + "\",\"message\":\"");
    }

    @Test
    void aFaultThatNobodyExpectedIsKmssOwn() {
        AwsAnswer told = service.refusal(new AwsFault(500, "InternalError", "x"), "id-2");
        assertThat(new String(told.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"__type\":\"KMSInternalException\",\"message\":\"x\"}");
    }
}
