package io.ebsnap.cli;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size: bytes, or a number with a unit that is a power of 1024, {@code 10G}, {@code 512MiB}. */
final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,19})(?:B|([KMGTP])(?:iB)?)?");
    private static final String UNITS = "KMGTP";
    private static final int UNIT_BITS = 10;

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text
                            + "' is no size: give bytes, or a number with K, M, G, T or P (powers of 1024), such as 10G or 512MiB");
        }
        String unit = matcher.group(2);
        int power = unit == null ? 0 : UNITS.indexOf(unit) + 1;
        BigInteger bytes = new BigInteger(matcher.group(1)).shiftLeft(power * UNIT_BITS);
        if (bytes.bitLength() >= Long.SIZE) {
            throw new TypeConversionException("'" + text + "' is larger than any volume");
        }
        return bytes.longValueExact();
    }
}
