package io.ebsnap.api;

/** About the connection and the daemon as a whole. */
public sealed interface GeneralRequest<A extends Record> extends Request<A> {

    /**
     * The first request of a connection.
     *
     * @param protocolVersion {@link Limits#PROTOCOL_VERSION} of the client
     * @param client name and version, for the log
     */
    record Hello(int protocolVersion, String client) implements GeneralRequest<Welcome> {
        @Override
        public Class<Welcome> answerType() {
            return Welcome.class;
        }
    }

    /** How the daemon does. */
    record GetStatus() implements GeneralRequest<Status> {
        @Override
        public Class<Status> answerType() {
            return Status.class;
        }
    }
}
