package io.ebsnap.service;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiError;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.ConfigurationReload;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.GeneralRequest.ReloadConfiguration;
import io.ebsnap.failure.Failure;
import java.nio.file.Path;

/** {@code ebsnapd --reload}: asks the daemon that runs, so that whoever reloads it hears what came of it, which a signal cannot tell. */
final class ReloadRequest {

    private ReloadRequest() {}

    /**
     * Asks, and waits until it is done.
     *
     * @return what to print
     * @throws Failure.Invalid if the daemon finds the configuration wrong
     * @throws Failure.Unavailable if it refuses it, or does not answer
     */
    static String ask(Path socket) {
        try (ApiClient daemon = ApiClient.connect(socket, "ebsnapd/" + Version.current())) {
            ConfigurationReload done = daemon.call(new ReloadConfiguration());
            return done.restartNeeded()
                    ? "the configuration was read anew; some of what was changed needs a restart\n"
                    : "the configuration was read anew\n";
        } catch (ApiException e) {
            throw refused(e);
        } catch (DaemonUnreachable e) {
            throw new Failure.Unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private static Failure refused(ApiException e) {
        ApiError error = e.error();
        String words = error.hint() == null ? error.message() : error.message() + "\nhint: " + error.hint();
        return error.kind() == ErrorKind.INVALID ? new Failure.Invalid(words) : new Failure.Unavailable(words, e);
    }
}
