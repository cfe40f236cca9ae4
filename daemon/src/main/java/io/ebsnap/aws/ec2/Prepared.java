package io.ebsnap.aws.ec2;

import io.ebsnap.api.Request;
import io.ebsnap.aws.query.Xml;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What is to be done for a request that was read. */
sealed interface Prepared {

    /**
     * Something is asked of the control protocol's actions.
     *
     * @param request what
     * @param writer writes the answer
     */
    record Asked<A extends Record>(Request<A> request, BiConsumer<A, Xml> writer) implements Prepared {

        void write(Record answer, Xml out) {
            writer.accept(request.answerType().cast(answer), out);
        }
    }

    /**
     * The answer is known.
     *
     * @param writer writes it
     */
    record Known(Consumer<Xml> writer) implements Prepared {}

    /** An answer that says no more than that it is done. */
    static <A extends Record> Asked<A> done(Request<A> request) {
        return new Asked<>(request, (answer, out) -> out.add("return", true));
    }
}
