package io.ebsnap.cli;

import io.ebsnap.api.Filter;
import io.ebsnap.api.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that several commands share, and how their values are read. */
final class Options {

    private Options() {}

    /** {@code --tag}. */
    static final class Tags {
        @Option(
                names = "--tag",
                paramLabel = "K=V",
                converter = TagConverter.class,
                description = "A tag, key=value. May be given several times.")
        List<Tag> tags = new ArrayList<>();
    }

    /** {@code --encrypted} or {@code --no-encrypted}. */
    static final class Encryption {
        @ArgGroup(exclusive = true)
        @Nullable
        Choice choice;

        /** One of both. */
        static final class Choice {
            @Option(
                    names = "--encrypted",
                    required = true,
                    description = {
                        "Encrypt its target. Without it, as encryption in ebsnapd.conf says;",
                        "a target that is named is encrypted only with it."
                    })
            boolean yes;

            @Option(
                    names = "--no-encrypted",
                    required = true,
                    description = "Leave its target in the clear; only such a volume can be at native speed.")
            boolean no;
        }

        /** What was said; null for nothing. */
        @Nullable
        Boolean wanted() {
            return choice == null ? null : choice.yes;
        }
    }

    /** {@code --filter}. */
    static final class Filters {
        @Option(
                names = "--filter",
                paramLabel = "NAME=VALUE,...",
                converter = FilterConverter.class,
                description = {
                    "Only what has one of the values, as EC2's filters do; * and ? are wildcards. Several filters must all match.",
                    "For example status=completed,error or tag:env=prod or volume-id=vol-0123456789abcdef0."
                })
        List<Filter> filters = new ArrayList<>();
    }

    /** {@code --wait-turn}. */
    static final class Turn {
        @Option(
                names = "--wait-turn",
                paramLabel = "SECONDS",
                description = {
                    "Wait that long for another snapshot of a volume that lets no instant of it be had meanwhile; 600 at most.",
                    "Without it the command is refused at once."
                })
        @Nullable
        Integer seconds;
    }

    /** {@code --no-wait}. */
    static final class Waiting {
        @Option(names = "--no-wait", description = "Return at once; the daemon goes on with the work.")
        boolean noWait;
    }

    /** Reads {@code KEY=VALUE}. */
    static final class TagConverter implements ITypeConverter<Tag> {
        @Override
        public Tag convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("'" + text + "' is not of the form KEY=VALUE");
            }
            return new Tag(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    /** Reads {@code 2030-12-31}, the beginning of that day in UTC, or {@code 2030-12-31T18:00:00Z}. */
    static final class TimeConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.contains("T")
                        ? Instant.parse(text)
                        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not of the form 2030-12-31 or 2030-12-31T18:00:00Z");
            }
        }
    }

    /** Reads {@code NAME=VALUE,VALUE}. */
    static final class FilterConverter implements ITypeConverter<Filter> {
        @Override
        public Filter convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("'" + text + "' is not of the form NAME=VALUE,...");
            }
            return new Filter(
                    text.substring(0, equals),
                    List.of(text.substring(equals + 1).split(",", -1)));
        }
    }
}
