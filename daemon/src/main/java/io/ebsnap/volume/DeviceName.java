package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What its user calls the device of an attached volume, in EC2's form: {@code /dev/sdf}, {@code xvdba}. The kernel calls the device otherwise.
 *
 * @param text as it was given, with {@code /dev/} or without
 */
public record DeviceName(String text) {

    private static final Pattern FORM = Pattern.compile("(?:/dev/)?(?<leaf>(?:sd|xvd)[a-z]{1,2}(?:[1-9][0-9]?)?)");

    /**
     * Such a name.
     *
     * @throws Failure.Invalid if it is none
     */
    public DeviceName {
        Matcher unused = matcher(text);
    }

    /** Without {@code /dev/}. */
    public String leaf() {
        return matcher(text).group("leaf");
    }

    private static Matcher matcher(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Failure.Invalid(
                    "'" + text + "' is not a valid EBS device name",
                    "names are like /dev/sdf, /dev/sdba1 or /dev/xvdf");
        }
        return matcher;
    }

    @Override
    public String toString() {
        return text;
    }
}
