package io.ebsnap.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Accounts;
import io.ebsnap.linux.UserAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who acts for which account. */
class CallersTest {

    private static final String OWN = "000000000000";
    private static final String FIRST = "111111111111";
    private static final String SECOND = "222222222222";

    private final Callers callers = new Callers(
            new Machine(Map.of("root", 0, "ebsnap", 7, "alice", 10, "bob", 11, "carol", 12, "dave", 13)),
            OWN,
            List.of(
                    new Members(FIRST, Set.of("alice", "13"), Set.of("even")),
                    new Members(SECOND, Set.of(), Set.of("odd", "all", "no-such-group"))));

    @Test
    void rootAndTheDaemonsUserAreTheAdministrator() {
        assertThat(callers.of("root")).isEqualTo(new Caller("root", OWN, true));
        assertThat(callers.of("ebsnap")).isEqualTo(new Caller("ebsnap", OWN, true));
    }

    @Test
    void whomAnAccountNamesActsForItWhateverTheirGroups() {
        assertThat(callers.of("alice")).isEqualTo(new Caller("alice", FIRST, false));
        assertThat(callers.of("dave")).as("by number").isEqualTo(new Caller("dave", FIRST, false));
    }

    @Test
    void aGroupOfOneAccountCounts() {
        assertThat(callers.of("bob")).isEqualTo(new Caller("bob", SECOND, false));
    }

    @Test
    void whoIsInGroupsOfTwoAccountsIsRefused() {
        assertThatThrownBy(() -> callers.of("carol"))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining(FIRST)
                .hasMessageContaining(SECOND);
    }

    @Test
    void whomNoAccountHasActsForTheDaemonsWithoutItsRights() {
        Callers few =
                new Callers(new Machine(Map.of("bob", 11)), OWN, List.of(new Members(FIRST, Set.of("bbo"), Set.of())));
        assertThat(few.of("bob")).isEqualTo(new Caller("bob", OWN, false));
        assertThatThrownBy(() -> few.of("nobody-such")).isInstanceOf(Failure.Denied.class);
    }

    @Test
    void withoutAccountsEverybodyIsTheAdministrator() {
        Callers none = new Callers(new Machine(Map.of("bob", 11)), OWN, List.of());
        assertThat(none.of("bob").administrator()).isTrue();
    }

    /** Groups: even and odd by the user's number, and all of those from 12 on. */
    private record Machine(Map<String, Integer> users) implements Accounts {
        @Override
        public Optional<UserAccount> user(String name) {
            return Optional.ofNullable(users.get(name)).map(id -> new UserAccount(name, id, id));
        }

        @Override
        public Optional<UserAccount> user(int userId) {
            return users.entrySet().stream()
                    .filter(entry -> entry.getValue() == userId)
                    .findFirst()
                    .map(entry -> new UserAccount(entry.getKey(), userId, userId));
        }

        @Override
        public Optional<Integer> groupId(String name) {
            return Optional.ofNullable(Map.of("even", 0, "odd", 1, "all", 2).get(name));
        }

        @Override
        public boolean isMember(UserAccount user, int groupId) {
            return groupId == 2 ? user.userId() >= 12 : user.userId() % 2 == groupId;
        }

        @Override
        public int effectiveUserId() {
            return 7;
        }
    }
}
