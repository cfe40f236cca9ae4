package io.ebsnap.aws.ec2;

import io.ebsnap.api.ImageRequest.DisableImage;
import io.ebsnap.api.ImageRequest.DisableImageDeprecation;
import io.ebsnap.api.ImageRequest.DisableImageDeregistrationProtection;
import io.ebsnap.api.ImageRequest.EnableImage;
import io.ebsnap.api.ImageRequest.EnableImageDeprecation;
import io.ebsnap.api.ImageRequest.EnableImageDeregistrationProtection;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** Whether images can be launched, until when they are shown, and whether they can be given up. */
final class ImageTermActions implements Ec2Actions {

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "EnableImage",
                in -> Prepared.done(new EnableImage(id(in))),
                "DisableImage",
                in -> Prepared.done(new DisableImage(id(in))),
                "EnableImageDeprecation",
                ImageTermActions::deprecate,
                "DisableImageDeprecation",
                in -> Prepared.done(new DisableImageDeprecation(id(in))),
                "EnableImageDeregistrationProtection",
                in -> Prepared.done(new EnableImageDeregistrationProtection(id(in), in.isTrue("WithCooldown"))),
                "DisableImageDeregistrationProtection",
                in -> Prepared.done(new DisableImageDeregistrationProtection(id(in))));
    }

    private static Prepared deprecate(Parameters in) {
        Instant time = in.time("DeprecateAt");
        if (time == null) {
            throw Parameters.missing("DeprecateAt");
        }
        return Prepared.done(new EnableImageDeprecation(id(in), time));
    }

    private static String id(Parameters in) {
        return Reading.id(in, "ImageId", Kind.IMAGE);
    }
}
