package io.ebsnap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies may say; whatever else is an error that names file and key. */
final class PolicyDocumentTest {

    private static final String OWN = "000000000000";
    private static final String OTHER = "111122223333";
    private static final String ID = "policy-0123456789abcdef0";
    private static final String SHORT = """
            [target]
            tags = ["a"]
            [schedule.s]
            every = "1 day"
            [schedule.s.retain]
            count = 3
            """;

    private static Policy read(String text, @Nullable String account, Set<FollowUp.Kind> executable) {
        return new PolicyDocument(executable, OWN).read(text, new PolicyDocument.Source("/p/x.toml", ID, "x", account));
    }

    private static Policy read(String text) {
        return read(text, null, Set.of(FollowUp.Kind.values()));
    }

    private static void assertRefused(String text, String words) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining("/p/x.toml")
                .withMessageContaining(words);
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        Policy policy = read(SHORT);
        assertThat(policy.id()).isEqualTo(ID);
        assertThat(policy.enabled()).isTrue();
        assertThat(policy.accountId()).isEqualTo(OWN);
        assertThat(policy.administrators()).isTrue();
        assertThat(policy.hooks()).isEqualTo(PolicyHooks.NONE);
        Schedule schedule = policy.schedules().getFirst();
        assertThat(schedule.name()).isEqualTo("s");
        assertThat(schedule.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(schedule.retention()).isEqualTo(new Retention.ByCount(3));
        assertThat(schedule.rules()).isEmpty();
    }

    @Test
    void everythingIsRead() {
        Policy policy = read("""
                id = "policy-fedcba98765432100"
                description = "words"
                state = "disabled"
                time-zone = "Europe/Berlin"
                resource-type = "volume"
                [target]
                tags = ["a=b"]
                volumes = ["data"]
                kind = "managed"
                [exclude]
                tags = ["c"]
                volumes = ["other"]
                boot = true
                [hooks]
                before = "sync"
                after = "true"
                timeout = "30 seconds"
                on-failure = "crash-consistent"
                [schedule.s]
                name = "Night"
                cron = "0 3 * * *"
                copy-tags = true
                only-without = "2 days"
                adopt = ["by=hand"]
                [schedule.s.tags]
                of = "$(volume-id)"
                [schedule.s.retain]
                hourly = 1
                yearly = 2
                [schedule.s.copy.far]
                key = "alias/far"
                copy-tags = false
                [schedule.s.copy.far.retain]
                age = "1 year"
                [schedule.s.push.vault]
                key = "alias/there"
                [schedule.s.share]
                accounts = ["111122223333"]
                grant = true
                unshare-after = "7 days"
                [schedule.s.fast-restore]
                zones = ["a"]
                count = 1
                [schedule.s.lock]
                mode = "compliance"
                duration = "7 days"
                [schedule.s.archive]
                after = "90 days"
                [schedule.s.deprecate]
                after = "1 year"
                """);
        assertThat(policy.id()).isEqualTo("policy-fedcba98765432100");
        assertThat(policy.enabled()).isFalse();
        assertThat(policy.hooks()).isEqualTo(new PolicyHooks("sync", "true", Duration.ofSeconds(30), false));
        assertThat(policy.target().kinds()).isEqualTo(Target.Kinds.MANAGED);
        Schedule schedule = policy.schedules().getFirst();
        assertThat(schedule.name()).isEqualTo("Night");
        assertThat(schedule.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(schedule.retention()).isEqualTo(new Retention.Generations(1, 0, 0, 0, 2));
        assertThat(schedule.rules()).extracting(Rule::kind).containsExactlyInAnyOrder(FollowUp.Kind.values());
    }

    @Test
    void theExamplesOfTheManualAreRight() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "man", "ebsnap-policy.5"));
        String[] parts = page.substring(page.indexOf(".Sh EXAMPLES")).split("\\.Bd -literal -offset indent\n", -1);
        assertThat(parts).hasSize(3);
        assertThat(read(parts[1].substring(0, parts[1].indexOf(".Ed"))).schedules())
                .hasSize(2);
        assertThat(read(parts[2].substring(0, parts[2].indexOf(".Ed"))).isDefault())
                .isTrue();
    }

    @Test
    void aDefaultPolicyKeepsADaysSnapshotForAWeek() {
        Schedule schedule = read("default = true\n[schedule.d]\n").schedules().getFirst();
        assertThat(schedule.retention().text()).isEqualTo("for 7 days");
        assertThat(schedule.onlyWithout()).isEqualTo(Age.parse("1 day"));
        assertThat(schedule.timing().text()).isEqualTo("every 1 day Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "every = \"1 day\"|evry = \"1 day\"|schedule.s does not say when",
                "count = 3|cuont = 3|schedule.s.retain says nothing",
                "count = 3|count = 3;nonsense = 1|schedule.s.retain has no key 'nonsense'",
                "count = 3|count = 3;age = \"1 day\"|schedule.s.retain says several things",
                "count = 3|count = 0|schedule.s.retain.count is no whole number",
                "count = 3|count = \"3\"|schedule.s.retain.count is no whole number",
                "tags = [\"a\"]|tags = \"a\"|target.tags is no list",
                "tags = [\"a\"]|tags = [\"=b\"]|target.tags has one that is no KEY=VALUE",
                "tags = [\"a\"]|kind = \"any\"|target names no volumes",
                "tags = [\"a\"]|tags = [\"a\"];kind = \"disk\"|target.kind is none of any, managed, registered",
                "every = \"1 day\"|every = \"daily\"|schedule.s.every is no number of minutes",
                "every = \"1 day\"|cron = \"0 0 30 2 *\"|schedule.s.cron names a time that never comes",
                "every = \"1 day\"|every = \"1 day\";start = \"nine\"|schedule.s.start is none of HH:MM",
                "every = \"1 day\"|every = \"1 day\";cron = \"0 0 * * *\"|schedule.s has both cron and every",
                "every = \"1 day\"|every = \"1 day\";time-zone = \"Mars\"|schedule.s.time-zone is no time zone",
                "every = \"1 day\"|every = \"1 day\";name = \"a,b\"|schedule.s.name is no name",
                "every = \"1 day\"|every = \"1 day\";tags = {a = \"$(nobody)\"}|unknown variable '$(nobody)'",
                "every = \"1 day\"|every = \"1 day\";tags = {\"aws:x\" = \"y\"}|schedule.s.tags",
                "[target]|state = \"off\";[target]|state is none of enabled, disabled",
                "[target]|resource-type = \"disk\";[target]|resource-type is none of volume, image",
                "[target]|account = \"me\";[target]|account is no account of 12 digits",
                "[target]|id = \"mine\";[target]|id is not of the form policy-",
                "[target]|retain = 5;[target]|a policy has no key 'retain'",
                "[target]|[target|line 1",
                "schedule.s|schedule.S|schedule has 'S', where an id is"
            })
    void whatIsWrongIsNamed(String right, String wrong, String words) {
        assertRefused(SHORT.replace(right, wrong.replace(';', '\n')), words);
    }

    @Test
    void aPolicyForImagesHasNothingThatIsForVolumes() {
        String images = "resource-type = \"image\"\n" + SHORT;
        assertThat(read(images).images()).isTrue();
        assertThat(read(images + "[schedule.s.deprecate]\nafter = \"1 month\"\n")
                        .schedules()
                        .getFirst()
                        .rules())
                .hasSize(1);
        assertRefused(images + "[schedule.s.lock]\nduration = \"7 days\"\n", "schedule.s.lock cannot be carried out");
        assertRefused(
                images.replace("every =", "adopt = [\"a\"]\nevery ="),
                "schedule.s has copy-tags, only-without or adopt");
        assertRefused(
                "resource-type = \"image\"\ndefault = true\n[schedule.d]\n",
                "default is for volumes, and not for images");
    }

    @Test
    void aRuleThatNothingCarriesOutIsRefused() {
        String locking = SHORT + "[schedule.s.lock]\nduration = \"7 days\"\n";
        assertThat(read(locking).schedules().getFirst().rules()).hasSize(1);
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> read(locking, null, Set.of(FollowUp.Kind.COPY)))
                .withMessageContaining("schedule.s.lock cannot be carried out");
    }

    @Test
    void whatAnAccountGivesIsForItAloneAndRunsNothing() {
        assertThat(read(SHORT, OTHER, Set.of()).accountId()).isEqualTo(OTHER);
        assertThat(read(SHORT, OWN, Set.of()).administrators()).isFalse();
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> read("account = \"" + OWN + "\"\n" + SHORT, OTHER, Set.of()))
                .withMessageContaining("account names another account");
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> read(SHORT + "[hooks]\nbefore = \"id\"\n", OWN, Set.of()))
                .withMessageContaining("hooks are commands that run as root");
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> read("account = \"" + OTHER + "\"\n" + SHORT + "[hooks]\nbefore = \"id\"\n"))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(read("account = \"" + OTHER + "\"\n" + SHORT).administrators())
                .isFalse();
    }
}
