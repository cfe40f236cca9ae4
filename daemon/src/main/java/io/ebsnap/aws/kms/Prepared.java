package io.ebsnap.aws.kms;

import io.ebsnap.api.Request;
import io.ebsnap.aws.json.JsonObject;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What is to be done for a request that was read. */
sealed interface Prepared {

    /** What is asked of the control protocol's actions. */
    Request<?> request();

    /**
     * Its answer is the answer.
     *
     * @param writer writes that
     */
    record Asked<A extends Record>(Request<A> request, BiConsumer<A, JsonObject> writer) implements Prepared {

        void write(Record answer, JsonObject out) {
            writer.accept(request.answerType().cast(answer), out);
        }
    }

    /**
     * What is done depends on its answer. It has no secrets, and changes nothing.
     *
     * @param next makes of the answer what is to be done
     */
    record Following<A extends Record>(Request<A> request, Function<A, Prepared> next) implements Prepared {

        Prepared after(Record answer) {
            return next.apply(request.answerType().cast(answer));
        }
    }

    /** An answer that says no more than that it is done. */
    static <A extends Record> Prepared done(Request<A> request) {
        return new Asked<>(request, (answer, out) -> {});
    }
}
