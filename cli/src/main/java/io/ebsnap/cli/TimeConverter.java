package io.ebsnap.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time: a day, which begins at midnight UTC, or an instant of RFC 3339. */
final class TimeConverter implements ITypeConverter<Instant> {

    private static final int DAY_LENGTH = 10;

    @Override
    public Instant convert(String text) {
        try {
            return text.length() == DAY_LENGTH
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is no time: give 2027-01-31, or 2027-01-31T12:00:00Z");
        }
    }
}
