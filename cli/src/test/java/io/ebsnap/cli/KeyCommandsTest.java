package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Done;
import io.ebsnap.api.EbsDefaults;
import io.ebsnap.api.KeyAlias;
import io.ebsnap.api.KeyAliasList;
import io.ebsnap.api.KeyChange;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyGrantList;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.KeyRotation;
import io.ebsnap.api.KeyRotationList;
import io.ebsnap.api.KeyRotationStatus;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.KeyUse;
import io.ebsnap.api.Request;
import io.ebsnap.api.Tag;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands about keys ask the daemon, and how they show the answer. */
class KeyCommandsTest extends CommandsFixture {

    private static final KeyUse USE = new KeyUse(
            120, List.of("snap-1", "snap-2"), 1, List.of(Samples.MANAGED), 0, List.of(), 1, List.of(Samples.MANAGED));
    private static final KeyDescription KEY = new KeyDescription(Samples.key("Enabled", null));
    private static final KeyRotationStatus STATUS = new KeyRotationStatus("1111", true, 90, Samples.TIME);
    private static final KeyRotationList VERSIONS = new KeyRotationList(List.of(
            new KeyRotation("1111", 1, Samples.TIME, "CREATION", true),
            new KeyRotation("1111", 2, Samples.TIME, "ON_DEMAND", false)));
    private static final KeyGrant GRANT = new KeyGrant(
            "aa11",
            "arn:aws:kms:local:123456789012:key/1111",
            "one",
            "210987654321",
            List.of("Decrypt", "CreateGrant"),
            List.of(new Tag("tenant", "acme")),
            List.of(),
            null,
            Samples.TIME);
    private static final KeyGrant EXACT_GRANT = new KeyGrant(
            "bb22",
            "arn:aws:kms:local:123456789012:key/1111",
            "",
            "210987654321",
            List.of("Decrypt"),
            List.of(),
            List.of(new Tag("tenant", "acme"), new Tag("use", "backup")),
            "111111111111",
            Samples.TIME);

    private static final EbsDefaults DEFAULTS = new EbsDefaults(true, "arn:aws:kms:local:123456789012:key/1111");

    private static Record answer(Request<?> request) {
        return switch (request) {
            case KeyRequest.DescribeKeyUse r -> USE;
            case KeyRequest.DisableKey r -> new KeyChange("arn:1111", "Disabled", null, null, USE);
            case KeyRequest.ScheduleKeyDeletion r ->
                new KeyChange("arn:1111", "PendingDeletion", Samples.TIME, r.pendingWindowInDays(), USE);
            case KeyRequest.RotateKeyOnDemand r -> VERSIONS;
            case KeyRequest.ListKeyRotations r -> VERSIONS;
            case KeyRequest.EnableKeyRotation r -> STATUS;
            case KeyRequest.DisableKeyRotation r -> STATUS;
            case KeyRequest.GetKeyRotationStatus r -> STATUS;
            case KeyRequest.ListAliases r -> new KeyAliasList(List.of(new KeyAlias("alias/a", "arn:alias/a", "1111")));
            case KeyRequest.CreateGrant r -> GRANT;
            case KeyRequest.ListGrants r -> new KeyGrantList(List.of(GRANT, EXACT_GRANT));
            case KeyRequest.CreateAlias r -> new Done(true);
            case KeyRequest.UpdateAlias r -> new Done(true);
            case KeyRequest.DeleteAlias r -> new Done(true);
            case KeyRequest.RevokeGrant r -> new Done(true);
            case KeyRequest.RetireGrant r -> new Done(true);
            case KeyRequest.GetEbsDefaults r -> DEFAULTS;
            case KeyRequest.ModifyEbsDefaultKmsKeyId r -> DEFAULTS;
            case KeyRequest.ResetEbsDefaultKmsKeyId r -> DEFAULTS;
            case KeyRequest.EnableEbsEncryptionByDefault r -> DEFAULTS;
            case KeyRequest.DisableEbsEncryptionByDefault r -> DEFAULTS;
            default -> KEY;
        };
    }

    private List<Request<?>> asked(String... words) throws IOException {
        return asked(KeyCommandsTest::answer, words);
    }

    private String shown(String... words) throws IOException {
        return shown(KeyCommandsTest::answer, words);
    }

    @Test
    void keysAreMadeAndChanged() throws IOException {
        assertThat(asked("key", "create", "--description", "d", "--alias", "alias/a", "--tag", "k=v"))
                .containsExactly(new KeyRequest.CreateKey("d", List.of(new KeyTag("k", "v")), "alias/a", null, null));
        assertThat(asked("key", "create")).containsExactly(new KeyRequest.CreateKey(null, List.of(), null, null, null));
        assertThat(asked("key", "create", "--origin", "AWS_CLOUDHSM"))
                .containsExactly(new KeyRequest.CreateKey(null, List.of(), null, "AWS_CLOUDHSM", null));
        assertThat(asked("key", "update", "--description=e", "alias/a"))
                .containsExactly(new KeyRequest.UpdateKeyDescription("alias/a", "e"));
        assertThat(asked("key", "tag", "alias/a", "k=v", "l=w"))
                .containsExactly(new KeyRequest.TagKey("alias/a", List.of(new KeyTag("k", "v"), new KeyTag("l", "w"))));
        assertThat(asked("key", "untag", "alias/a", "k", "l"))
                .containsExactly(new KeyRequest.UntagKey("alias/a", List.of("k", "l")));
        assertThat(asked("key", "enable", "alias/a")).containsExactly(new KeyRequest.EnableKey("alias/a"));
        assertThat(asked("key", "cancel-deletion", "alias/a"))
                .containsExactly(new KeyRequest.CancelKeyDeletion("alias/a"));
    }

    @Test
    void aKeyIsShown() throws IOException {
        assertGolden("key-show.txt", shown("key", "show", "alias/a"));
        assertGolden("key-show.json", shown("key", "show", "alias/a", "-o", "json"));
        assertGolden("key-use.txt", shown("key", "show", "--use", "alias/a"));
    }

    @Test
    void aKeyInATokenIsShownWithIt() throws IOException {
        assertThat(shown(request -> new KeyDescription(Samples.keyInToken("the hsm")), "key", "show", "alias/a"))
                .containsPattern("origin +AWS_CLOUDHSM, PKCS#11 token 'the hsm'");
    }

    @Test
    void rotationsAreOrderedAndShown() throws IOException {
        assertThat(asked("key", "rotation", "enable", "alias/a"))
                .containsExactly(new KeyRequest.EnableKeyRotation("alias/a", 365));
        assertThat(asked("key", "rotation", "enable", "--days", "90", "alias/a"))
                .containsExactly(new KeyRequest.EnableKeyRotation("alias/a", 90));
        assertThat(asked("key", "rotation", "disable", "alias/a"))
                .containsExactly(new KeyRequest.DisableKeyRotation("alias/a"));
        assertGolden("key-rotation-show.txt", shown("key", "rotation", "show", "alias/a"));
        assertGolden("key-rotation-list.txt", shown("key", "rotation", "list", "alias/a"));
        assertThat(shown("key", "rotate", "alias/a")).isEqualTo(shown("key", "rotation", "list", "alias/a"));
    }

    @Test
    void aliasesAndGrantsComeAndGo() throws IOException {
        assertGolden("key-alias-list.txt", shown("key", "alias", "list"));
        assertThat(asked("key", "alias", "list", "alias/a")).containsExactly(new KeyRequest.ListAliases("alias/a"));
        assertThat(asked("key", "alias", "create", "alias/b", "1111"))
                .containsExactly(new KeyRequest.CreateAlias("alias/b", "1111"));
        assertThat(asked("key", "alias", "update", "alias/b", "2222"))
                .containsExactly(new KeyRequest.UpdateAlias("alias/b", "2222"));
        assertThat(asked("key", "alias", "delete", "alias/b")).containsExactly(new KeyRequest.DeleteAlias("alias/b"));
        assertThat(asked(
                        "key",
                        "grant",
                        "create",
                        "--to=210987654321",
                        "--operation=Decrypt,CreateGrant",
                        "--context=tenant=acme",
                        "--name=one",
                        "alias/a"))
                .containsExactly(new KeyRequest.CreateGrant(
                        "alias/a",
                        "210987654321",
                        List.of("Decrypt", "CreateGrant"),
                        List.of(new Tag("tenant", "acme")),
                        List.of(),
                        null,
                        "one"));
        assertThat(asked(
                        "key",
                        "grant",
                        "create",
                        "--to=210987654321",
                        "--operation=Decrypt",
                        "--context-equals=tenant=acme",
                        "--context-equals=use=backup",
                        "--retiring=111111111111",
                        "alias/a"))
                .containsExactly(new KeyRequest.CreateGrant(
                        "alias/a",
                        "210987654321",
                        List.of("Decrypt"),
                        List.of(),
                        List.of(new Tag("tenant", "acme"), new Tag("use", "backup")),
                        "111111111111",
                        null));
        assertGolden("key-grant-list.txt", shown("key", "grant", "list", "alias/a"));
        assertThat(asked("key", "grant", "revoke", "alias/a", "aa11"))
                .containsExactly(new KeyRequest.RevokeGrant("alias/a", "aa11"));
        assertThat(asked("key", "grant", "retire", "alias/a", "aa11"))
                .containsExactly(new KeyRequest.RetireGrant("alias/a", "aa11"));
    }

    @Test
    void defaultsAreShownAndSet() throws IOException {
        assertThat(asked("key", "default")).containsExactly(new KeyRequest.GetEbsDefaults());
        assertThat(asked("key", "default", "alias/a"))
                .containsExactly(new KeyRequest.ModifyEbsDefaultKmsKeyId("alias/a"));
        assertThat(asked("key", "default", "--reset")).containsExactly(new KeyRequest.ResetEbsDefaultKmsKeyId());
        assertThat(asked("key", "encryption-by-default", "on"))
                .containsExactly(new KeyRequest.EnableEbsEncryptionByDefault());
        assertThat(asked("key", "encryption-by-default", "off"))
                .containsExactly(new KeyRequest.DisableEbsEncryptionByDefault());
        assertThat(shown("key", "encryption-by-default", "show")).contains("on").contains("sealed in any case");
        assertThat(shown("key", "default")).contains(DEFAULTS.kmsKeyId());
    }

    @Test
    void whoDeletesAKeyIsShownWhatDiesAndAsked() throws IOException {
        try (FakeDaemon daemon = daemon(KeyCommandsTest::answer)) {
            Cli cli = Cli.of(daemon.socket()).typing("yes");
            assertThat(cli.run("key", "schedule-deletion", "alias/a")).isZero();
            assertThat(cli.err()).contains("lost for good", "120: snap-1 snap-2 ...", Samples.MANAGED);
            assertThat(cli.out()).contains("PendingDeletion");
            assertThat(daemon.asked()).last().isEqualTo(new KeyRequest.ScheduleKeyDeletion("alias/a", 30));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"schedule-deletion", "disable"})
    void anyOtherWordThanYesChangesNothing(String command) throws IOException {
        try (FakeDaemon daemon = daemon(KeyCommandsTest::answer)) {
            Cli cli = Cli.of(daemon.socket()).typing("y");
            assertThat(cli.run("key", command, "alias/a")).isEqualTo(ExitCode.CONFLICT);
            assertThat(daemon.asked()).containsExactly(new KeyRequest.DescribeKeyUse("alias/a"));
        }
    }

    @Test
    void cronIsNotAsked() throws IOException {
        assertThat(asked("key", "disable", "--yes", "alias/a")).last().isEqualTo(new KeyRequest.DisableKey("alias/a"));
        assertThat(asked("key", "schedule-deletion", "--days=7", "--yes", "alias/a"))
                .last()
                .isEqualTo(new KeyRequest.ScheduleKeyDeletion("alias/a", 7));
    }
}
