package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.Ciphertext;
import io.ebsnap.api.CryptographicRequest;
import io.ebsnap.api.CryptographicRequest.Decrypt;
import io.ebsnap.api.CryptographicRequest.Encrypt;
import io.ebsnap.api.CryptographicRequest.GenerateDataKey;
import io.ebsnap.api.CryptographicRequest.GenerateDataKeyWithoutPlaintext;
import io.ebsnap.api.CryptographicRequest.GenerateRandom;
import io.ebsnap.api.CryptographicRequest.ReEncrypt;
import io.ebsnap.api.DataKey;
import io.ebsnap.api.Key;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyGrantList;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.ReEncrypted;
import io.ebsnap.api.Secret;
import io.ebsnap.api.Tag;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreSealing;
import io.ebsnap.kms.RootSecret;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may seal and open under which key, with the real ones behind it. */
class CryptographicActionsTest {

    private static final String GRANTEE = "210987654321";
    private static final String PLAINTEXT = "c2VjcmV0IHdvcmRz";
    private static final List<Tag> CONTEXT = List.of(new Tag("tenant", "acme"), new Tag("n", "1"));

    @TempDir
    Path directory = Path.of("");

    private final ErrorAnswers errors = new ErrorAnswers(new Random(1));

    @SuppressWarnings("NullAway.Init") // by wire(), before each test
    private KeyServices all;

    @SuppressWarnings("NullAway.Init") // by wire(), before each test
    private Key key;

    @BeforeEach
    void wire() {
        SecureRandom random = new SecureRandom();
        Keystore keystore = Keystore.create(new Keystore.Place(
                directory.resolve("keystore"),
                RootSecret.newKeyFile(directory.resolve("root.key"), random),
                new KeystoreSealing(AeadCiphers.fastest(), random),
                InstantSource.fixed(FakeVolumes.TIME)));
        all = KeyActionsTest.services(keystore, CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView()));
        key = made("alias/mine");
    }

    private Key made(String alias) {
        return ((KeyDescription) new KeyActions(all)
                        .handle(new KeyRequest.CreateKey(null, List.of(new KeyTag("k", "v")), alias, null, null)))
                .keyMetadata();
    }

    private <A extends Record> A call(KeyServices services, CryptographicRequest<A> request) {
        return request.answerType().cast(new CryptographicActions(services).handle(request));
    }

    private <A extends Record> A call(CryptographicRequest<A> request) {
        return call(all, request);
    }

    private KeyServices grantee() {
        return all.of(GRANTEE);
    }

    private KeyGrant grant(List<Tag> subset, String... operations) {
        return (KeyGrant) new KeyActions(all)
                .handle(new KeyRequest.CreateGrant(
                        "alias/mine", GRANTEE, List.of(operations), subset, List.of(), null, null));
    }

    private static Encrypt encrypt(String keyId, List<Tag> context) {
        return new Encrypt(keyId, Secret.owning(PLAINTEXT.toCharArray()), context);
    }

    private static Decrypt decrypt(@Nullable String keyId, Ciphertext sealed, List<Tag> context) {
        return new Decrypt(keyId, sealed.ciphertextBlob(), context);
    }

    private String text(KeyServices services, Decrypt request) {
        return String.valueOf(call(services, request).plaintext().chars());
    }

    private String code(KeyServices services, CryptographicRequest<?> request) {
        Failure failure = catchThrowableOfType(Failure.class, () -> call(services, request));
        return errors.of(failure, request).code();
    }

    @Test
    void whatIsSealedOpensWithAndWithoutTheNameOfItsKey() {
        Ciphertext sealed = call(encrypt("alias/mine", CONTEXT));
        assertThat(sealed.keyId()).isEqualTo(key.arn());
        assertThat(sealed.keyVersion()).isEqualTo(1);
        assertThat(text(all, decrypt(null, sealed, CONTEXT.reversed()))).isEqualTo(PLAINTEXT);
        for (String name : List.of("alias/mine", key.keyId(), key.arn())) {
            assertThat(text(all, decrypt(name, sealed, CONTEXT))).isEqualTo(PLAINTEXT);
        }
        assertThat(code(all, decrypt("alias/aws/ebs", sealed, CONTEXT))).isEqualTo("IncorrectKeyException");
        assertThat(code(all, decrypt(null, sealed, List.of()))).isEqualTo("InvalidCiphertextException");
        assertThat(code(all, new Decrypt(null, "AAAA", List.of()))).isEqualTo("InvalidCiphertextException");
        assertThat(code(all, new Decrypt(null, "!", List.of()))).isEqualTo("InvalidParameterValue");
        assertThat(code(all, decrypt(null, sealed, List.of(new Tag("a", "1"), new Tag("a", "1")))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(all, encrypt("alias/none", CONTEXT))).isEqualTo("NotFoundException");
        assertThat(code(all, new Encrypt("alias/mine", Secret.owning("\u0141AAA".toCharArray()), CONTEXT)))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void dataKeysAreSealedAndToldOnlyIfThatIsAskedFor() {
        DataKey made = call(new GenerateDataKey("alias/mine", 64, CONTEXT));
        assertThat(Base64.getDecoder().decode(String.valueOf(made.plaintext().chars())))
                .hasSize(64);
        Ciphertext sealed = new Ciphertext(made.ciphertextBlob(), made.keyId(), made.keyVersion());
        assertThat(text(all, decrypt(null, sealed, CONTEXT)))
                .isEqualTo(String.valueOf(made.plaintext().chars()));
        Ciphertext untold = call(new GenerateDataKeyWithoutPlaintext("alias/mine", 16, CONTEXT));
        assertThat(Base64.getDecoder().decode(text(all, decrypt(null, untold, CONTEXT))))
                .hasSize(16);
        assertThat(call(new GenerateRandom(9)).plaintext().chars()).hasSize(12);
        assertThat(code(all, new GenerateDataKey("alias/mine", 1025, CONTEXT))).isEqualTo("InvalidParameterValue");
    }

    @Test
    void whatIsSealedAnewOpensWithTheOtherKeyAndContext() {
        Key other = made("alias/other");
        Ciphertext sealed = call(encrypt("alias/mine", CONTEXT));
        ReEncrypted anew = call(new ReEncrypt(sealed.ciphertextBlob(), key.keyId(), CONTEXT, "alias/other", List.of()));
        assertThat(anew.sourceKeyId()).isEqualTo(key.arn());
        assertThat(anew.keyId()).isEqualTo(other.arn());
        assertThat(text(all, new Decrypt("alias/other", anew.ciphertextBlob(), List.of())))
                .isEqualTo(PLAINTEXT);
        assertThat(code(all, new ReEncrypt(sealed.ciphertextBlob(), "alias/other", CONTEXT, "alias/other", List.of())))
                .isEqualTo("IncorrectKeyException");
    }

    @Test
    void anotherAccountsKeyDoesWhatItsGrantsName() {
        Ciphertext sealed = call(encrypt("alias/mine", CONTEXT));
        assertThat(code(grantee(), decrypt(null, sealed, CONTEXT))).isEqualTo("NotFoundException");
        assertThat(code(grantee(), encrypt(key.arn(), CONTEXT))).isEqualTo("NotFoundException");
        KeyGrant grant = grant(List.of(new Tag("tenant", "acme")), "Decrypt", "GenerateDataKey");

        assertThat(text(grantee(), decrypt(null, sealed, CONTEXT))).isEqualTo(PLAINTEXT);
        assertThat(text(grantee(), decrypt(key.arn(), sealed, CONTEXT))).isEqualTo(PLAINTEXT);
        assertThat(call(grantee(), new GenerateDataKey(key.keyId(), 32, CONTEXT))
                        .keyId())
                .isEqualTo(key.arn());
        assertThat(code(grantee(), encrypt(key.arn(), CONTEXT))).isEqualTo("UnauthorizedOperation");
        Ciphertext othersTenant = call(encrypt("alias/mine", List.of(new Tag("tenant", "other"))));
        assertThat(code(grantee(), decrypt(null, othersTenant, List.of(new Tag("tenant", "other")))))
                .isEqualTo("UnauthorizedOperation");
        assertThat(code(grantee(), encrypt("alias/mine", CONTEXT)))
                .as("aliases are an account's own")
                .isEqualTo("NotFoundException");

        Object unused = new KeyActions(all).handle(new KeyRequest.RevokeGrant("alias/mine", grant.grantId()));
        assertThat(code(grantee(), decrypt(null, sealed, CONTEXT))).isEqualTo("NotFoundException");
    }

    @Test
    void aGrantMayBeForOneEncryptionContextAndNoOther() {
        List<Tag> longer = List.of(new Tag("tenant", "acme"), new Tag("use", "backup"));
        List<Tag> shorter = List.of(new Tag("tenant", "acme"));
        Object unused = new KeyActions(all)
                .handle(new KeyRequest.CreateGrant(
                        "alias/mine", GRANTEE, List.of("Decrypt", "DescribeKey"), List.of(), longer, null, null));

        assertThat(text(grantee(), decrypt(null, call(encrypt("alias/mine", longer)), longer.reversed())))
                .isEqualTo(PLAINTEXT);
        for (List<Tag> context : List.of(
                shorter,
                List.<Tag>of(),
                List.of(new Tag("tenant", "acme"), new Tag("use", "other")),
                List.of(new Tag("tenant", "acme"), new Tag("use", "backup"), new Tag("more", "")))) {
            assertThat(code(grantee(), decrypt(null, call(encrypt("alias/mine", context)), context)))
                    .as(context.toString())
                    .isEqualTo("UnauthorizedOperation");
        }
        assertThat(((KeyDescription) new KeyActions(grantee()).handle(new KeyRequest.DescribeKey(key.arn())))
                        .keyMetadata()
                        .arn())
                .as("which has no encryption context")
                .isEqualTo(key.arn());
    }

    @Test
    void sealingAnewTakesAGrantOnBothSides() {
        Ciphertext sealed = call(encrypt("alias/mine", CONTEXT));
        Object unused =
                new KeyActions(grantee()).handle(new KeyRequest.CreateKey(null, List.of(), "alias/theirs", null, null));
        ReEncrypt request = new ReEncrypt(sealed.ciphertextBlob(), null, CONTEXT, "alias/theirs", List.of());
        KeyGrant decrypting = grant(List.of(), "Decrypt", "ReEncryptTo");
        assertThat(decrypting.operations()).contains("Decrypt");
        assertThat(code(grantee(), request)).isEqualTo("UnauthorizedOperation");
        KeyGrant from = grant(List.of(), "ReEncryptFrom");
        assertThat(text(grantee(), new Decrypt(null, call(grantee(), request).ciphertextBlob(), List.of())))
                .isEqualTo(PLAINTEXT);
        assertThat(from.grantId()).isNotEqualTo(decrypting.grantId());
    }

    @Test
    void aKeyThatMayNotBeUsedSaysWhyInKmssWords() {
        Ciphertext sealed = call(encrypt("alias/mine", CONTEXT));
        Object disabled = new KeyActions(all).handle(new KeyRequest.DisableKey("alias/mine"));
        assertThat(code(all, decrypt(null, sealed, CONTEXT))).isEqualTo("DisabledException");
        assertThat(code(all, encrypt("alias/mine", CONTEXT))).isEqualTo("DisabledException");
        Object pending = new KeyActions(all).handle(new KeyRequest.ScheduleKeyDeletion("alias/mine", 7));
        assertThat(code(all, decrypt(null, sealed, CONTEXT))).isEqualTo("KMSInvalidStateException");
        assertThat(List.of(disabled, pending)).hasSize(2);
    }

    @Test
    void whoHasAGrantListsItAndKnowsAKeyWithoutWhatItsAccountCallsIt() {
        KeyGrant grant = grant(List.of(), "DescribeKey");
        KeyActions theirs = new KeyActions(grantee());
        assertThat(((KeyGrantList) theirs.handle(new KeyRequest.ListRetirableGrants(GRANTEE))).grants())
                .containsExactly(grant);
        assertThat(((KeyGrantList) new KeyActions(all).handle(new KeyRequest.ListRetirableGrants(GRANTEE))).grants())
                .containsExactly(grant);
        assertThat(catchThrowableOfType(
                        Failure.Denied.class, () -> theirs.handle(new KeyRequest.ListRetirableGrants("123456789012"))))
                .isNotNull();
        Key seen = ((KeyDescription) theirs.handle(new KeyRequest.DescribeKey(key.arn()))).keyMetadata();
        assertThat(seen.arn()).isEqualTo(key.arn());
        assertThat(seen.aliases()).isEmpty();
        assertThat(seen.tags()).isEmpty();
    }
}
