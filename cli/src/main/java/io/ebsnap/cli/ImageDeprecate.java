package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.DisableImageDeprecation;
import io.ebsnap.api.ImageRequest.EnableImageDeprecation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image deprecate}. */
@Command(
        name = "deprecate",
        header = "Hide an image from others from a time on.",
        description = "Who knows its id can launch it all the same.")
final class ImageDeprecate extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    When when = new When();

    /** A time, or never. */
    static final class When {
        @Option(
                names = "--at",
                paramLabel = "TIME",
                required = true,
                converter = TimeConverter.class,
                description = "When: 2027-01-31, or 2027-01-31T12:00:00Z.")
        @Nullable
        Instant at;

        @Option(names = "--off", required = true, description = "Never.")
        boolean off;
    }

    ImageDeprecate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image now = daemon.call(
                when.at == null ? new DisableImageDeprecation(image) : new EnableImageDeprecation(image, when.at));
        show(now, ImageViews.one(now));
        return ExitCode.OK;
    }
}
