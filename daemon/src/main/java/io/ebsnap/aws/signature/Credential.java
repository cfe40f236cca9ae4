package io.ebsnap.aws.signature;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AccessRefused.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * With which key something was signed, and for what.
 *
 * @param accessKeyId of the key
 * @param date {@code yyyymmdd}
 * @param region any name
 * @param service such as {@code ec2}
 */
record Credential(String accessKeyId, String date, String region, String service) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9]{16,128})/([0-9]{8})/([a-z0-9-]{1,64})/([a-z0-9-]{1,64})/aws4_request");

    /** @throws AccessRefused if the text is something else */
    static Credential parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new AccessRefused(
                    Reason.INCOMPLETE, "Credential is not of the form KEY/YYYYMMDD/REGION/SERVICE/aws4_request");
        }
        return new Credential(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
    }

    /** Date, region and service, as they are signed. */
    String scope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }
}
