package io.ebsnap.control;

import io.ebsnap.api.InstantOptions;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How instants are demanded. */
final class InstantDemands {

    private static final String AUTOMATIC = "auto";

    private InstantDemands() {}

    /** How long to wait for another snapshot; nothing for not at all. */
    static Duration patience(InstantOptions how) {
        Integer seconds = how.turnSeconds();
        if (seconds == null) {
            return Duration.ZERO;
        }
        if (seconds < 0 || seconds > InstantOptions.TURN_SECONDS_MAX) {
            throw new Failure.Invalid("the turn can be waited for " + InstantOptions.TURN_SECONDS_MAX
                    + " seconds at most, and not for " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    /** The method that is demanded; empty if any will do. */
    static Optional<ConsistencyMethod> method(InstantOptions how) {
        String word = how.consistency();
        if (word == null || word.equals(AUTOMATIC)) {
            return Optional.empty();
        }
        return Optional.of(ofDevices()
                .filter(method -> method.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Failure.Invalid(
                        "there is no consistency '" + word + "'",
                        "known are auto, "
                                + ofDevices().map(ConsistencyMethod::word).collect(Collectors.joining(", ")))));
    }

    private static Stream<ConsistencyMethod> ofDevices() {
        return Arrays.stream(ConsistencyMethod.values()).filter(method -> method != ConsistencyMethod.COPY);
    }
}
