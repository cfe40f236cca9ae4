package io.ebsnap.volume;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ClientToken;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.ParameterRefusal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of managed volumes: any by its id, and those of the daemon's own account by their names. */
final class ManagedVolumeRecords {

    private final Catalog catalog;

    ManagedVolumeRecords(Catalog catalog) {
        this.catalog = catalog;
    }

    /** All, in whatever state, those in the recycle bin too. */
    List<ManagedVolumeRecord> all() {
        try (Stream<ManagedVolumeRecord> records = catalog.list(CatalogKind.MANAGED_VOLUME)) {
            return records.toList();
        }
    }

    /**
     * One that is in the recycle bin.
     *
     * @throws Failure.NotFound if there is none
     */
    ManagedVolumeRecord binned(String volumeId) {
        return all().stream()
                .filter(record -> !record.visible() && record.volumeId().equals(volumeId))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no " + volumeId + " in the recycle bin"));
    }

    /**
     * The one that an earlier try of an order has made, or is making as a copy; empty if there is none, or it was deleted since.
     *
     * @param token of the order; null for none
     * @param ownerId whose order it is
     * @throws Failure.Conflict if it was another order that had the token
     */
    Optional<ManagedVolumeRecord> madeBy(@Nullable ClientToken token, @Nullable String ownerId, Instant now) {
        if (token == null) {
            return Optional.empty();
        }
        Optional<ManagedVolumeRecord> made = all().stream()
                .filter(record -> Objects.equals(record.ownerId(), ownerId) && stands(record, token, now))
                .findFirst();
        if (made.isPresent() && !token.equals(made.get().clientToken())) {
            throw new Failure.Conflict(
                    ParameterRefusal.IDEMPOTENT_MISMATCH,
                    "The client token was used for a request with other parameters.");
        }
        return made;
    }

    /** What is left of an order that failed, or was never answered, is not what it has made. */
    private static boolean stands(ManagedVolumeRecord record, ClientToken token, Instant now) {
        ClientToken of = record.clientToken();
        return of != null
                && of.digest().equals(token.digest())
                && ClientToken.isKept(record.createTime(), now)
                && record.visible()
                && (record.state() == ManagedVolumeState.AVAILABLE || record.copying());
    }

    /**
     * One that may be used, by its id or name.
     *
     * @throws Failure.NotFound if there is none
     * @throws Failure.Conflict if it is being made or deleted
     */
    ManagedVolumeRecord available(String volume) {
        ManagedVolumeRecord record = named(volume);
        if (record.state() != ManagedVolumeState.AVAILABLE) {
            throw new Failure.Conflict(
                    record.volumeId() + " is " + record.state().name().toLowerCase(Locale.ROOT));
        }
        return record;
    }

    /**
     * One in whatever state that is not in the recycle bin, by its id or name.
     *
     * @throws Failure.NotFound if there is none
     */
    ManagedVolumeRecord named(String volume) {
        return all().stream()
                .filter(ManagedVolumeRecord::visible)
                .filter(record -> record.volumeId().equals(volume)
                        || (record.ownerId() == null && record.name().equals(volume)))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no managed volume '" + volume + "'"));
    }
}
