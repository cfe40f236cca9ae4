package io.ebsnap.aws.ec2;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import org.jspecify.annotations.Nullable;

/** What requests for copies have in common. */
final class CopyReading {

    private CopyReading() {}

    /** Whether the source is in the region of this daemon. A URL that was signed for another one is not needed, and never followed. */
    static boolean isHere(Parameters in, Ec2Facts facts) {
        String source = in.required("SourceRegion");
        String destination = in.text("DestinationRegion");
        String unused = in.text("PresignedUrl");
        return source.equals(destination) || source.equals(facts.region());
    }

    /** The key of the copy; null for that of the source. */
    static @Nullable String key(Parameters in) {
        Boolean encrypted = in.flag("Encrypted");
        String key = in.text("KmsKeyId");
        if (key != null && !Boolean.TRUE.equals(encrypted)) {
            throw AwsFault.of("InvalidParameterDependency", "KmsKeyId needs Encrypted.");
        }
        return key;
    }
}
