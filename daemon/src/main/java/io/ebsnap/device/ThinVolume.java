package io.ebsnap.device;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A thin logical volume, as LVM has it. Its identity is {@link #uuid} and {@link #thinId}: neither is ever that of another volume of its
 * pool, whatever names do.
 *
 * @param group its volume group
 * @param attributes lvs's {@code lv_attr}: the second letter is {@code r} if it is read-only
 * @param thinId its number in the pool
 * @param transaction the pool's transaction that made it
 * @param poolUuid of the pool
 * @param origin name of the volume that it is a snapshot of; empty if of none
 * @param originUuid likewise
 * @param mapped its node under {@code /dev/mapper}, which is there while it is active
 */
public record ThinVolume(
        String group,
        String name,
        String attributes,
        long sizeBytes,
        String uuid,
        long thinId,
        long transaction,
        String pool,
        String poolUuid,
        String origin,
        String originUuid,
        List<String> tags,
        Path mapped) {

    static final List<String> FIELDS = List.of(
            "vg_name",
            "lv_name",
            "lv_attr",
            "lv_size",
            "lv_uuid",
            "thin_id",
            "transaction_id",
            "pool_lv",
            "pool_lv_uuid",
            "origin",
            "origin_uuid",
            "lv_tags",
            "lv_dm_path");

    /** The volume that has those {@link #FIELDS}; empty if it is not thin. */
    static Optional<ThinVolume> of(List<String> fields) {
        if (fields.get(7).isEmpty() || fields.get(5).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ThinVolume(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                Long.parseLong(fields.get(3)),
                fields.get(4),
                Long.parseLong(fields.get(5)),
                Long.parseLong(fields.get(6)),
                fields.get(7),
                fields.get(8),
                fields.get(9),
                fields.get(10),
                List.of(fields.get(11).split(",", -1)),
                Path.of(fields.get(12))));
    }

    /** {@code GROUP/NAME}. */
    public String fullName() {
        return group + "/" + name;
    }

    /** Whether nobody can write to it, active or not. */
    public boolean readOnly() {
        return attributes.length() > 1 && attributes.charAt(1) == 'r';
    }
}
