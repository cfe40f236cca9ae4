package io.ebsnap.aws.kms;

import io.ebsnap.api.Request;
import io.ebsnap.aws.json.JsonObject;
import java.util.function.BiConsumer;

/**
 * What is asked of the control protocol's actions for a request that was read.
 *
 * @param request what
 * @param writer writes the answer
 */
record Prepared<A extends Record>(Request<A> request, BiConsumer<A, JsonObject> writer) {

    /** An answer that says no more than that it is done. */
    static <A extends Record> Prepared<A> done(Request<A> request) {
        return new Prepared<>(request, (answer, out) -> {});
    }

    void write(Record answer, JsonObject out) {
        writer.accept(request.answerType().cast(answer), out);
    }
}
