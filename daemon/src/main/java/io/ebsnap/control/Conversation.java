package io.ebsnap.control;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.GeneralRequest.Hello;
import io.ebsnap.api.Limits;
import io.ebsnap.api.MalformedMessage;
import io.ebsnap.api.MessageCodec;
import io.ebsnap.api.Request;
import io.ebsnap.api.Secret;
import io.ebsnap.api.UnknownAction;
import io.ebsnap.api.Welcome;
import io.ebsnap.failure.Failure;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of one connection: bytes of a request in, bytes of its answer out. Used by one thread. */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final Function<Optional<String>, ActionHandler> handlers;
    private final ErrorAnswers errors;
    private final Welcome welcome;
    private Optional<String> account = Optional.empty();
    private boolean greeted;

    /**
     * With somebody.
     *
     * @param handlers do what is asked for, by the account that is to be acted for; asked for each request, because who may act for which can change
     * @param welcome to a client that greets
     */
    Conversation(Function<Optional<String>, ActionHandler> handlers, ErrorAnswers errors, Welcome welcome) {
        this.handlers = handlers;
        this.errors = errors;
        this.welcome = welcome;
    }

    /** The answer to a message, whatever it is. Overwrites the message, which may hold a passphrase. */
    byte[] answer(byte[] message) {
        Request<?> request;
        try {
            request = MessageCodec.decodeRequest(message);
        } catch (UnknownAction e) {
            return error("InvalidAction", e, "are ebsnap and ebsnapd of the same release?");
        } catch (MalformedMessage e) {
            return error("MalformedRequest", e, null);
        } finally {
            Arrays.fill(message, (byte) 0);
        }
        try {
            return answer(request);
        } finally {
            Secret.closeAllOf((Record) request);
        }
    }

    private byte[] answer(Request<?> request) {
        try {
            Record result = request instanceof Hello hello ? greet(hello) : handleGreeted(request);
            byte[] answer = MessageCodec.encodeResult(result);
            Secret.closeAllOf(result);
            return answer.length <= Limits.ANSWER_BYTES_MAX ? answer : tooLong(request);
        } catch (Failure e) {
            LOG.debug("action={} failed: {}", request.action(), e.getMessage());
            return MessageCodec.encodeError(errors.of(e, request));
        } catch (RuntimeException | StackOverflowError e) {
            return MessageCodec.encodeError(errors.internal(e, request.action()));
        }
    }

    private Record greet(Hello hello) {
        if (hello.protocolVersion() != Limits.PROTOCOL_VERSION) {
            throw new Failure.Invalid(
                    "the client speaks protocol version " + hello.protocolVersion() + ", this daemon speaks "
                            + Limits.PROTOCOL_VERSION,
                    "install ebsnap and ebsnapd of the same release");
        }
        account = Optional.ofNullable(hello.accountId());
        ActionHandler unused = handlers.apply(account); // whoever may not act for it hears of it now
        greeted = true;
        return welcome;
    }

    private Record handleGreeted(Request<?> request) {
        if (!greeted) {
            throw new Failure.Invalid("the first request of a connection must be Hello");
        }
        return handlers.apply(account).handle(request);
    }

    private static byte[] tooLong(Request<?> request) {
        return MessageCodec.encodeError(new ApiError(
                "ResourceLimitExceeded",
                ErrorKind.EXHAUSTED,
                "the answer to " + request.action() + " is longer than " + Limits.ANSWER_BYTES_MAX + " bytes",
                "ask for fewer things at a time"));
    }

    private static byte[] error(String code, RuntimeException e, @org.jspecify.annotations.Nullable String hint) {
        return MessageCodec.encodeError(new ApiError(code, ErrorKind.INVALID, String.valueOf(e.getMessage()), hint));
    }
}
