package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.Done;
import io.ebsnap.api.EbsDefaults;
import io.ebsnap.api.GivenKeyPolicy;
import io.ebsnap.api.Key;
import io.ebsnap.api.KeyChange;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyGrantList;
import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.KeyUse;
import io.ebsnap.api.Tag;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.kms.KeyArns;
import io.ebsnap.kms.KeyDuties;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreKeyring;
import io.ebsnap.kms.KeystoreSealing;
import io.ebsnap.kms.RootSecret;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked about keys, with the real ones behind it. */
class KeyActionsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(FakeVolumes.TIME);

    @TempDir
    Path directory = Path.of("");

    private final Catalog catalog = CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView());
    private KeyActions actions;

    @SuppressWarnings("NullAway.Init") // by wire(), before each test
    private KeyServices all;

    static KeyServices services(Keystore keystore, Catalog catalog) {
        return KeyServices.of(
                keystore,
                KeystoreKeyring.open(keystore, CLOCK, Optional.empty(), unused -> catalog)
                        .keyring(),
                new KeyServices.Names(new KeyArns("local", "123456789012"), "alias/aws/ebs"),
                new KeyDuties.Surroundings(CLOCK, () -> 0, CrashPoints.NONE));
    }

    @BeforeEach
    void wire() {
        SecureRandom random = new SecureRandom();
        Keystore keystore = Keystore.create(new Keystore.Place(
                directory.resolve("keystore"),
                RootSecret.newKeyFile(directory.resolve("root.key"), random),
                new KeystoreSealing(AeadCiphers.fastest(), random),
                CLOCK));
        all = services(keystore, catalog);
        actions = new KeyActions(all);
    }

    private <A extends Record> A call(KeyRequest<A> request) {
        return request.answerType().cast(actions.handle(request));
    }

    @Test
    void aKeyIsShownAsKmsShowsIt() {
        Key made = call(new KeyRequest.CreateKey("words", List.of(new KeyTag("k", "v")), "alias/mine", null, null))
                .keyMetadata();

        assertThat(made.arn()).isEqualTo("arn:aws:kms:local:123456789012:key/" + made.keyId());
        assertThat(made.aWSAccountId()).isEqualTo("123456789012");
        assertThat(made.enabled()).isTrue();
        assertThat(made.keyManager()).isEqualTo("CUSTOMER");
        assertThat(made.tags()).containsExactly(new KeyTag("k", "v"));
        assertThat(call(new KeyRequest.DescribeKey(made.arn())).keyMetadata()).isEqualTo(made);
        assertThat(call(new KeyRequest.DescribeKey("alias/mine")).keyMetadata()).isEqualTo(made);
        assertThat(call(new KeyRequest.DescribeKey("alias/aws/ebs"))
                        .keyMetadata()
                        .keyManager())
                .isEqualTo("AWS");
        assertThat(call(new KeyRequest.ListAliases("alias/mine")).aliases())
                .singleElement()
                .satisfies(alias -> {
                    assertThat(alias.aliasArn()).isEqualTo("arn:aws:kms:local:123456789012:alias/mine");
                    assertThat(alias.targetKeyId()).isEqualTo(made.keyId());
                });
    }

    @Test
    void whatWasGivenOfAPolicyIsKeptAndIsNotToldToOthers() {
        GivenKeyPolicy given = new GivenKeyPolicy("2012-10-17", "default", null);
        Key made = call(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, given))
                .keyMetadata();
        call(new KeyRequest.CreateGrant(
                "alias/mine", "210987654321", List.of("DescribeKey"), List.of(), List.of(), null, null));

        assertThat(call(new KeyRequest.DescribeKey("alias/mine")).keyMetadata().givenPolicy())
                .isEqualTo(given);
        assertThat(((KeyDescription)
                                new KeyActions(all.of("210987654321")).handle(new KeyRequest.DescribeKey(made.keyId())))
                        .keyMetadata()
                        .givenPolicy())
                .isNull();
        assertThat(call(new KeyRequest.PutKeyPolicy("alias/mine", null))
                        .keyMetadata()
                        .givenPolicy())
                .isNull();
        GivenKeyPolicy tooLong = new GivenKeyPolicy(null, "x".repeat(257), null);
        assertThatThrownBy(() -> call(new KeyRequest.PutKeyPolicy("alias/mine", tooLong)))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new KeyRequest.CreateKey(null, List.of(), null, null, tooLong)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void anAccountKnowsItsOwnKeysAloneAndGivesGrantsOfOthersBack() {
        String theirs = call(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, null))
                .keyMetadata()
                .keyId();
        KeyGrant grant = call(new KeyRequest.CreateGrant(
                "alias/mine", "210987654321", List.of("Decrypt"), List.of(), List.of(), null, null));
        KeyActions account = new KeyActions(all.of("210987654321"));
        Key own = ((KeyDescription) account.handle(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, null)))
                .keyMetadata();

        assertThat(own.arn()).isEqualTo("arn:aws:kms:local:210987654321:key/" + own.keyId());
        assertThat(((KeyList) account.handle(new KeyRequest.ListKeys())).keys()).containsExactly(own);
        assertThat(account.handle(new KeyRequest.DescribeKey("alias/mine"))).isEqualTo(new KeyDescription(own));
        assertThat(call(new KeyRequest.DescribeKey("alias/mine")).keyMetadata().keyId())
                .isEqualTo(theirs);
        for (String name : List.of(theirs, "alias/aws/ebs", "alias/ebsnap/store")) {
            assertThatThrownBy(() -> account.handle(new KeyRequest.DescribeKey(name)))
                    .isInstanceOf(Failure.NotFound.class);
        }
        assertThatThrownBy(() -> account.handle(new KeyRequest.RevokeGrant(theirs, grant.grantId())))
                .isInstanceOf(Failure.NotFound.class);
        assertThat(account.handle(new KeyRequest.RetireGrant(theirs, grant.grantId())))
                .isEqualTo(new Done(true));
        assertThat(call(new KeyRequest.ListGrants(theirs)).grants()).isEmpty();
        assertThat(all.of("210987654321").defaultKeyName())
                .isEqualTo(all.of("210987654321").defaultKeyName())
                .isNotEqualTo(all.defaultKeyName());
    }

    @Test
    void whoDisablesOrDeletesAKeyIsToldWhatDiesWithIt() {
        Key made = call(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, null))
                .keyMetadata();
        SnapshotRecord under = under(made.keyId());
        catalog.create(CatalogKind.SNAPSHOT, under);

        KeyUse use = call(new KeyRequest.DescribeKeyUse("alias/mine"));
        assertThat(use.snapshotIds()).containsExactly(under.snapshotId());
        assertThat(call(new KeyRequest.DescribeKeyUse("alias/aws/ebs")).snapshotCount())
                .isZero();
        assertThat(call(new KeyRequest.DisableKey("alias/mine")).affected()).isEqualTo(use);
        KeyChange doomed = call(new KeyRequest.ScheduleKeyDeletion("alias/mine", null));
        assertThat(doomed.affected()).isEqualTo(use);
        assertThat(doomed.pendingWindowInDays()).isEqualTo(30);
        assertThat(doomed.deletionDate()).isEqualTo(FakeVolumes.TIME.plusSeconds(30 * 86_400));
        assertThat(doomed.keyState()).isEqualTo("PendingDeletion");
        assertThat(call(new KeyRequest.CancelKeyDeletion("alias/mine"))
                        .keyMetadata()
                        .keyState())
                .isEqualTo("Disabled");
    }

    @Test
    void rotationIsShownAsKmsShowsIt() {
        call(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, null));

        assertThat(call(new KeyRequest.GetKeyRotationStatus("alias/mine")).keyRotationEnabled())
                .isFalse();
        assertThat(call(new KeyRequest.EnableKeyRotation("alias/mine", null)).nextRotationDate())
                .isEqualTo(FakeVolumes.TIME.plusSeconds(365 * 86_400));
        assertThat(call(new KeyRequest.RotateKeyOnDemand("alias/mine")).rotations())
                .hasSize(2)
                .last()
                .satisfies(last -> assertThat(last.rotationType()).isEqualTo("ON_DEMAND"));
        assertThat(call(new KeyRequest.ListKeyRotations("alias/mine")).rotations())
                .hasSize(2);
        assertThat(call(new KeyRequest.DisableKeyRotation("alias/mine")).nextRotationDate())
                .isNull();
    }

    @Test
    void grantsComeAndGo() {
        call(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, null));
        KeyGrant grant = call(new KeyRequest.CreateGrant(
                "alias/mine", "210987654321", List.of("Decrypt"), List.of(new Tag("a", "b")), List.of(), null, null));

        assertThat(call(new KeyRequest.ListGrants("alias/mine")).grants()).containsExactly(grant);
        assertThat(call(new KeyRequest.RetireGrant("alias/mine", grant.grantId()))
                        .done())
                .isTrue();
        assertThatThrownBy(() -> call(new KeyRequest.RevokeGrant("alias/mine", grant.grantId())))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void aGrantIsGivenBackByTheAccountThatItNamesForThat() {
        String key = call(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, null))
                .keyMetadata()
                .keyId();
        List<Tag> context = List.of(new Tag("a", "b"));
        KeyGrant grant = call(new KeyRequest.CreateGrant(
                "alias/mine", "210987654321", List.of("Decrypt"), List.of(), context, "111111111111", null));
        KeyActions retiring = new KeyActions(all.of("111111111111"));
        KeyActions other = new KeyActions(all.of("222222222222"));

        assertThat(grant.encryptionContextEquals()).isEqualTo(context);
        assertThat(grant.retiringPrincipal()).isEqualTo("111111111111");
        assertThat(call(new KeyRequest.ListGrants("alias/mine")).grants()).containsExactly(grant);
        for (String account : List.of("111111111111", "210987654321")) {
            assertThat(((KeyGrantList)
                                    new KeyActions(all.of(account)).handle(new KeyRequest.ListRetirableGrants(account)))
                            .grants())
                    .containsExactly(grant);
        }
        assertThat(((KeyGrantList) other.handle(new KeyRequest.ListRetirableGrants("222222222222"))).grants())
                .isEmpty();
        assertThatThrownBy(() -> other.handle(new KeyRequest.RetireGrant(key, grant.grantId())))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> retiring.handle(new KeyRequest.DescribeKey(key)))
                .as("it may give the grant back, and nothing else")
                .isInstanceOf(Failure.NotFound.class);
        assertThat(retiring.handle(new KeyRequest.RetireGrant(key, grant.grantId())))
                .isEqualTo(new Done(true));
        assertThat(call(new KeyRequest.ListGrants("alias/mine")).grants()).isEmpty();
    }

    @Test
    void theDefaultKeyIsThatOfTheConfigurationUntilAnotherIsSaid() {
        Key mine = call(new KeyRequest.CreateKey(null, List.of(), "alias/mine", null, null))
                .keyMetadata();
        String configured =
                call(new KeyRequest.DescribeKey("alias/aws/ebs")).keyMetadata().arn();

        assertThat(call(new KeyRequest.GetEbsDefaults())).isEqualTo(new EbsDefaults(false, configured));
        assertThat(call(new KeyRequest.EnableEbsEncryptionByDefault())).isEqualTo(new EbsDefaults(true, configured));
        assertThat(call(new KeyRequest.ModifyEbsDefaultKmsKeyId("alias/mine")))
                .isEqualTo(new EbsDefaults(true, mine.arn()));
        assertThat(call(new KeyRequest.DisableEbsEncryptionByDefault())).isEqualTo(new EbsDefaults(false, mine.arn()));
        assertThat(call(new KeyRequest.ResetEbsDefaultKmsKeyId())).isEqualTo(new EbsDefaults(false, configured));
        call(new KeyRequest.DisableKey("alias/mine"));
        assertThatThrownBy(() -> call(new KeyRequest.ModifyEbsDefaultKmsKeyId("alias/mine")))
                .isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> call(new KeyRequest.ModifyEbsDefaultKmsKeyId("alias/none")))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void errorsHaveTheCodesOfKms() {
        ErrorAnswers answers = new ErrorAnswers(new Random(1));
        KeyRequest<?> create = new KeyRequest.CreateAlias("alias/a", "alias/b");

        assertThat(answers.of(new Failure.Conflict("x"), create).code()).isEqualTo("AlreadyExistsException");
        assertThat(answers.of(new Failure.NotFound("x"), create).code()).isEqualTo("NotFoundException");
        assertThat(answers.of(new Failure.Exhausted("x", null), create).code()).isEqualTo("LimitExceededException");
        assertThat(answers.of(new Failure.Conflict("x"), new KeyRequest.EnableKey("k"))
                        .code())
                .isEqualTo("KMSInvalidStateException");
    }

    private static SnapshotRecord under(String key) {
        SnapshotRecord any = CatalogFixtures.snapshot(SnapshotState.COMPLETED);
        return new SnapshotRecord(
                any.snapshotId(),
                any.volumeId(),
                any.state(),
                any.stateMessage(),
                any.startTime(),
                any.completionTime(),
                any.ownerId(),
                any.description(),
                any.tags(),
                any.storageTier(),
                key,
                any.content(),
                any.origin(),
                any.createVolumePermission());
    }
}
