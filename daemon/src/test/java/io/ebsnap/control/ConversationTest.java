package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.ApiException;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.Done;
import io.ebsnap.api.GeneralRequest.Hello;
import io.ebsnap.api.Limits;
import io.ebsnap.api.MessageCodec;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.Welcome;
import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** For whom the requests of a connection are. */
class ConversationTest {

    private static final String ACCOUNT = "111122223333";

    private final List<Optional<String>> asked = new ArrayList<>();
    private boolean known = true;

    private final Conversation conversation = new Conversation(
            account -> {
                asked.add(account);
                if (!known) {
                    throw new Failure.NotFound("there is no account '" + account.orElse("") + "'");
                }
                return request -> new Done(true);
            },
            new ErrorAnswers(new Random(1)),
            new Welcome(Limits.PROTOCOL_VERSION, "test", "local"));

    @Test
    void whoMayActForTheAccountOfTheGreetingIsAskedForEachRequest() {
        assertThat(greet(ACCOUNT)).isEqualTo(new Welcome(Limits.PROTOCOL_VERSION, "test", "local"));
        assertThat(answer(new DeleteSnapshot("snap-1"))).isEqualTo(Deleted.GONE);
        known = false;
        assertThatThrownBy(() -> answer(new DeleteSnapshot("snap-1")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("there is no account");
        assertThat(asked).containsExactly(Optional.of(ACCOUNT), Optional.of(ACCOUNT), Optional.of(ACCOUNT));
    }

    @Test
    void whoMayNotActForItIsToldSoAtOnceAndIsNotGreeted() {
        known = false;
        assertThatThrownBy(() -> greet(ACCOUNT)).isInstanceOf(ApiException.class);
        known = true;
        assertThatThrownBy(() -> answer(new DeleteSnapshot("snap-1"))).hasMessageContaining("must be Hello");
    }

    @Test
    void withoutAnAccountItIsTheUsersOwn() {
        Record unused = greet(null);
        assertThat(asked).containsExactly(Optional.empty());
        assertThat(unused).isInstanceOf(Welcome.class);
    }

    private Record greet(@Nullable String account) {
        return answer(new Hello(Limits.PROTOCOL_VERSION, "test", account));
    }

    private Record answer(Request<?> request) {
        return MessageCodec.decodeAnswer(
                conversation.answer(MessageCodec.encodeRequest(request)), request.answerType());
    }
}
