package io.ebsnap.control;

import io.ebsnap.api.InstantOptions;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.failure.Failure;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How an instant may be demanded. */
final class Consistencies {

    private static final String AUTOMATIC = "auto";

    private Consistencies() {}

    /** The one that is demanded; empty if any will do. */
    static Optional<ConsistencyMethod> of(InstantOptions how) {
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
