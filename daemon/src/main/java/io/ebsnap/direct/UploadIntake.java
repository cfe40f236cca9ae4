package io.ebsnap.direct;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.SnapshotUpload;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.identity.SnapshotId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an order into the record of a pending snapshot, and into what it begins with. */
final class UploadIntake {

    /** It belongs to no volume, as in EC2. */
    private static final String NO_VOLUME = "vol-fffffffffffffffff";

    private final DirectContext context;
    private final DirectSettings settings;
    private final UploadNames names;

    UploadIntake(DirectContext context, DirectSettings settings) {
        this.context = context;
        this.settings = settings;
        this.names = new UploadNames(context);
    }

    UploadNames names() {
        return names;
    }

    /**
     * The snapshot of an order that was given before.
     *
     * @throws Failure.Conflict if that was another one under the same token
     */
    SnapshotRecord repeated(UploadOrder order, SnapshotRecord earlier) {
        SnapshotUpload terms = earlier.origin().upload();
        if (terms == null || !earlier.visible() || !terms.orderDigest().equals(names.digest(order))) {
            throw new Failure.Conflict("the ClientToken was used for another order");
        }
        return earlier;
    }

    /** The record that is to be made. */
    SnapshotRecord pending(UploadOrder order, SnapshotId id) {
        Optional<SnapshotRecord> parent = Optional.ofNullable(order.parent()).map(this::parent);
        parent.ifPresent(record -> UploadRules.checkParent(record, order, settings));
        KeyId key = parent.map(record -> resolved(record.kmsKeyId())).orElseGet(() -> resolved(keyName(order)));
        SnapshotOrigin origin = new SnapshotOrigin(
                "",
                order.volumeGibibytes() << 30,
                SnapshotOrigin.DIRECT,
                null,
                usable(key).hex(),
                parent.map(SnapshotRecord::snapshotId).orElse(null),
                "full",
                null,
                null,
                new SnapshotUpload(UploadRules.timeoutMinutes(order), names.digest(order)));
        return new SnapshotRecord(
                id.value(),
                NO_VOLUME,
                SnapshotState.PENDING,
                "",
                Upload.now(context),
                null,
                order.account(),
                Objects.requireNonNullElse(order.description(), ""),
                order.tags(),
                SnapshotRecord.STANDARD,
                key.toString(),
                null,
                origin,
                null);
    }

    /** Begins what a record says; the parent is held until its blocks are durably those of the child too. */
    Upload begin(SnapshotRecord record) {
        String parent = record.origin().parentSnapshotId();
        if (parent == null) {
            return begin(record, Optional.empty());
        }
        SnapshotId id = new SnapshotId(parent);
        try (MapsInUse.Hold hold =
                context.storage().mapsInUse().holdRequired(BlockMap.of(parent(id)), () -> parent(id))) {
            return begin(record, Optional.of(hold.map()));
        }
    }

    private Upload begin(SnapshotRecord record, Optional<BlockMap> parent) {
        return Upload.open(record, context, UploadBeginning.ofNew(record, parent, context));
    }

    private SnapshotRecord parent(SnapshotId id) {
        return context.storage()
                .catalog()
                .find(CatalogKind.SNAPSHOT, id.value())
                .filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound(Reason.SNAPSHOT_NOT_FOUND, "there is no " + id));
    }

    private String keyName(UploadOrder order) {
        @Nullable String named = order.sealing().key();
        @Nullable String usual = order.sealing().defaultKey();
        if (named != null) {
            return named;
        }
        return usual == null ? settings.defaultKey().get() : usual;
    }

    private KeyId resolved(String name) {
        try {
            return context.storage().keyring().resolve(name);
        } catch (Failure.NotFound e) {
            throw new Failure.Invalid(Reason.INVALID_CUSTOMER_KEY, String.valueOf(e.getMessage()));
        }
    }

    private DomainId usable(KeyId key) {
        try {
            DomainId domain = context.storage().keyring().domainFor(key);
            context.storage().keyring().keysOf(domain);
            return domain;
        } catch (Failure.Denied e) {
            throw new Failure.Denied(Reason.DEPENDENCY_ACCESS_DENIED, String.valueOf(e.getMessage()));
        }
    }
}
