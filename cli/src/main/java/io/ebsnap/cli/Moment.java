package io.ebsnap.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-12-31} or {@code 2026-12-31T09:00:00Z}, in UTC. */
final class Moment implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is neither YYYY-MM-DD nor YYYY-MM-DDTHH:MM:SSZ");
        }
    }
}
