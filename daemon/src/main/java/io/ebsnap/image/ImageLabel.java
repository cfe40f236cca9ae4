package io.ebsnap.image;

import io.ebsnap.catalog.Tag;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an image is called.
 *
 * @param name 3 to 128 letters, digits and {@code ()[] ./-'@_}, unique in the account
 * @param description at most 255 characters
 * @param tags at most 50, with different keys
 * @param snapshotTags of the snapshots that are made for it, as many
 */
public record ImageLabel(String name, String description, List<Tag> tags, List<Tag> snapshotTags) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9()\\[\\] ./'@_-]{3,128}");

    public ImageLabel {
        tags = List.copyOf(tags);
        snapshotTags = List.copyOf(snapshotTags);
    }

    /** With the same tags for its snapshots. */
    public ImageLabel(String name, String description, List<Tag> tags) {
        this(name, description, tags, tags);
    }

    /** Whether an image can have a name. */
    public static boolean isValidName(String name) {
        return NAME.matcher(name).matches();
    }
}
