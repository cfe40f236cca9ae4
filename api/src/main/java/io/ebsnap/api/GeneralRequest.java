package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/** About the connection and the daemon as a whole. */
public sealed interface GeneralRequest<A extends Record> extends Request<A> {

    /**
     * The first request of a connection.
     *
     * @param protocolVersion {@link Limits#PROTOCOL_VERSION} of the client
     * @param client name and version, for the log
     * @param accountId 12 digits of the account to act for, which the administrator may choose; absent for the user's own
     */
    record Hello(
            int protocolVersion, String client, @Nullable String accountId) implements GeneralRequest<Welcome> {
        @Override
        public Class<Welcome> answerType() {
            return Welcome.class;
        }
    }

    /** Reads the configuration anew; one that is wrong is refused, and the daemon keeps what it had. */
    record ReloadConfiguration() implements GeneralRequest<ConfigurationReload> {
        @Override
        public Class<ConfigurationReload> answerType() {
            return ConfigurationReload.class;
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
