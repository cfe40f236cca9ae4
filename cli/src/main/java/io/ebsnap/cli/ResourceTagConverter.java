package io.ebsnap.cli;

import io.ebsnap.api.ResourceTag;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code KEY=VALUE}, or {@code KEY} for any value. */
final class ResourceTagConverter implements ITypeConverter<ResourceTag> {

    @Override
    public ResourceTag convert(String text) {
        int equals = text.indexOf('=');
        if (text.isEmpty() || equals == 0) {
            throw new TypeConversionException("'" + text + "' is not of the form KEY or KEY=VALUE");
        }
        return equals < 0
                ? new ResourceTag(text, null)
                : new ResourceTag(text.substring(0, equals), text.substring(equals + 1));
    }
}
