package io.ebsnap.cli;

import io.ebsnap.api.ImageVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the volumes of an image: {@code [DEVICE=]VOL}. Those without a device get the next letter. */
final class ImageVolumeConverter {

    private static final Pattern FORM = Pattern.compile("(?:(/dev/[^=]+)=)?(.+)");
    private static final String DEVICE = "/dev/sd";
    private static final int LETTERS = 26;

    private ImageVolumeConverter() {}

    /** @param kept devices whose volumes outlive their launches */
    static List<ImageVolume> volumes(List<String> texts, List<String> kept) {
        List<ImageVolume> volumes = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new Refusal(ExitCode.USAGE, "'" + text + "' names no volume", "give [DEVICE=]VOL");
            }
            String device = matcher.group(1) == null ? DEVICE + letters(volumes.size()) : matcher.group(1);
            String volume = VolumeRegister.absolute(matcher.group(2));
            volumes.add(new ImageVolume(volume, device, !kept.contains(device)));
        }
        return volumes;
    }

    /** a to z, aa to az and so on, as the kernel names disks. */
    private static String letters(int index) {
        String last = Character.toString('a' + index % LETTERS);
        return index < LETTERS ? last : letters(index / LETTERS - 1) + last;
    }
}
