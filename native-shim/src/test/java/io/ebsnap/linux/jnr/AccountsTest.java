package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.Accounts;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.UserAccount;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private final Accounts accounts = JnrLinux.load().accounts();

    @Test
    void rootIsUserZeroUnderNameAndNumber() throws LinuxException {
        UserAccount root = new UserAccount("root", 0, 0);
        assertThat(accounts.user("root")).hasValue(root);
        assertThat(accounts.user("0")).hasValue(root);
        assertThat(accounts.user(0)).hasValue(root);
        assertThat(accounts.isMember(root, 0)).isTrue();
        assertThat(accounts.isMember(root, 54_321)).isFalse();
    }

    @Test
    void whoIsUnknownIsAnEmptyAnswer() throws LinuxException {
        assertThat(accounts.user("no-such-user-here")).isEmpty();
        assertThat(accounts.user(1_234_567_890)).isEmpty();
        assertThat(accounts.groupId("no-such-group-here")).isEmpty();
    }

    @Test
    void aGroupIsFoundByNameAndByNumber() throws LinuxException {
        assertThat(accounts.groupId("root")).hasValue(0);
        assertThat(accounts.groupId("54321")).hasValue(54_321);
    }

    @Test
    @Requires(command = {"getent", "id"})
    void everyUserAndEachOfItsGroupsIsWhatTheMachineSays() throws LinuxException {
        for (String line : Commands.run("getent", "passwd").lines().toList()) {
            String name = line.substring(0, line.indexOf(':'));
            UserAccount user = accounts.user(name).orElseThrow();
            assertThat(user.userId()).isEqualTo(Integer.parseUnsignedInt(Commands.run("id", "-u", name)));
            for (String group : Commands.run("id", "-G", name).split(" ", -1)) {
                assertThat(accounts.isMember(user, Integer.parseUnsignedInt(group)))
                        .isTrue();
            }
        }
    }

    @Test
    @Requires(command = "id")
    void theEffectiveUserIsTheOneThatRunsThis() {
        assertThat(accounts.effectiveUserId()).isEqualTo(Integer.parseUnsignedInt(Commands.run("id", "-u")));
    }
}
