package io.ebsnap.cli;

import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.EbsBlockDevice;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a device of an image: {@code /dev/sda=SNAP:SIZE:true}, each part of which may be missing, or {@code /dev/sdb=none}. */
final class ImageDeviceConverter implements ITypeConverter<BlockDeviceMapping> {

    private static final Pattern FORM =
            Pattern.compile("(/dev/[^=]+)=(?:(none)|(snap-[0-9a-f]{17})?(?::([^:]+)?)?(?::(true|false))?)");

    @Override
    public BlockDeviceMapping convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text
                            + "' is no device: give DEVICE=[SNAP][:[SIZE][:true|false]], such as /dev/sda=snap-0123456789abcdef0:20G:false, or DEVICE=none");
        }
        if (matcher.group(2) != null) {
            return new BlockDeviceMapping(matcher.group(1), null, "");
        }
        return new BlockDeviceMapping(
                matcher.group(1),
                new EbsBlockDevice(deleted(matcher.group(5)), matcher.group(3), null, size(matcher.group(4)), null),
                null);
    }

    private static @Nullable Boolean deleted(@Nullable String word) {
        return word == null ? null : Boolean.valueOf(word);
    }

    private static @Nullable Long size(@Nullable String text) {
        return text == null ? null : new ByteSize().convert(text);
    }
}
