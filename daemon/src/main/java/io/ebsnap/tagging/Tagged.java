package io.ebsnap.tagging;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.OwnedRecord;
import io.ebsnap.catalog.RetentionRuleRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumeRecord;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A kind of thing that has tags.
 *
 * @param records of the things
 * @param type EC2's word where it has one
 * @param visible whether it can be seen: it is not in the recycle bin
 * @param tags that it has
 * @param retagged the same with others
 * @param <R> the type of its records
 */
record Tagged<R extends OwnedRecord>(
        CatalogKind<R> records,
        String type,
        Predicate<R> visible,
        Function<R, List<Tag>> tags,
        BiFunction<R, List<Tag>, R> retagged) {

    private static final String VOLUME = "volume";
    private static final Pattern RULE = Pattern.compile("[a-z0-9]{11}");

    static final Tagged<SnapshotRecord> SNAPSHOTS = new Tagged<>(
            CatalogKind.SNAPSHOT,
            "snapshot",
            SnapshotRecord::visible,
            SnapshotRecord::tags,
            (record, tags) -> record.labelled(record.description(), tags));
    static final Tagged<VolumeRecord> REGISTERED =
            new Tagged<>(CatalogKind.VOLUME, VOLUME, record -> true, VolumeRecord::tags, VolumeRecord::tagged);
    static final Tagged<ManagedVolumeRecord> MANAGED = new Tagged<>(
            CatalogKind.MANAGED_VOLUME,
            VOLUME,
            ManagedVolumeRecord::visible,
            ManagedVolumeRecord::tags,
            ManagedVolumeRecord::tagged);
    static final Tagged<ImageRecord> IMAGES = new Tagged<>(
            CatalogKind.IMAGE, "image", record -> record.recycleBin() == null, ImageRecord::tags, ImageRecord::tagged);

    static final Tagged<RetentionRuleRecord> RULES = new Tagged<>(
            CatalogKind.RETENTION_RULE,
            "retention-rule",
            record -> true,
            RetentionRuleRecord::tags,
            RetentionRuleRecord::tagged);

    /** Those whose tags are listed: EC2's. */
    static final List<Tagged<?>> LISTED = List.of(SNAPSHOTS, REGISTERED, MANAGED, IMAGES);

    /** The kinds of which an id may be. */
    static List<Tagged<?>> of(String id) {
        String prefix = id.substring(0, id.indexOf('-') + 1);
        return switch (prefix) {
            case "snap-" -> List.of(SNAPSHOTS);
            case "vol-" -> List.of(MANAGED, REGISTERED);
            case "ami-" -> List.of(IMAGES);
            default -> RULE.matcher(id).matches() ? List.of(RULES) : List.of();
        };
    }
}
