package io.ebsnap.tagging;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.OwnedRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumeRecord;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A kind of thing that has tags.
 *
 * @param records of the things
 * @param type EC2's word
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

    /** All of them. */
    static final List<Tagged<?>> ALL = List.of(SNAPSHOTS, REGISTERED, MANAGED, IMAGES);

    /** The kinds of which an id may be. */
    static List<Tagged<?>> of(String id) {
        String prefix = id.substring(0, id.indexOf('-') + 1);
        return switch (prefix) {
            case "snap-" -> List.of(SNAPSHOTS);
            case "vol-" -> List.of(MANAGED, REGISTERED);
            case "ami-" -> List.of(IMAGES);
            default -> List.of();
        };
    }
}
