package io.ebsnap.aws.ec2;

import io.ebsnap.api.Request;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** What is to be done for a request that was read. */
sealed interface Prepared {

    /**
     * Something is asked of the control protocol's actions.
     *
     * @param request what
     * @param writer writes the answer
     * @param clientToken by which a second try of the same request is known here, which gets the answer of the first; empty if the request itself has it, or there is none
     */
    record Asked<A extends Record>(Request<A> request, BiConsumer<A, Xml> writer, Optional<String> clientToken)
            implements Prepared {

        Asked(Request<A> request, BiConsumer<A, Xml> writer) {
            this(request, writer, Optional.empty());
        }

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

    /**
     * What is asked depends on something that is asked before, and that changes nothing.
     *
     * @param request what is asked before
     * @param next makes of its answer what is to be done
     */
    record Following<A extends Record>(Request<A> request, Function<A, Prepared> next) implements Prepared {

        Prepared after(Record answer) {
            return next.apply(request.answerType().cast(answer));
        }
    }

    /** A list without anything. */
    static Known none(String set) {
        return new Known(out -> out.list(set, List.of(), (nothing, item) -> {}));
    }

    /** An answer that says no more than that it is done. */
    static <A extends Record> Asked<A> done(Request<A> request) {
        return new Asked<>(request, (answer, out) -> out.add("return", true));
    }
}
