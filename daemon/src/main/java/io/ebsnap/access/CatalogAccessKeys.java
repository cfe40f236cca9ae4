package io.ebsnap.access;

import io.ebsnap.catalog.AccessKeyRecord;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.crypto.DestroyableSecret;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The access keys of a catalog. Safe for use by several threads. */
public final class CatalogAccessKeys {

    private final Catalog catalog;
    private final AccessKeySealing sealing;
    private final AccessKeyNames names;
    private final InstantSource clock;
    private final String ownAccount;
    private final Object making = new Object();

    /** @param ownAccount 12 digits, of the daemon */
    public CatalogAccessKeys(Catalog catalog, AccessKeySealing sealing, InstantSource clock, String ownAccount) {
        this.catalog = catalog;
        this.sealing = sealing;
        this.names = new AccessKeyNames(sealing.random());
        this.clock = clock;
        this.ownAccount = ownAccount;
    }

    /** As somebody sees them. */
    public AccessKeys of(AccessKeyHolder holder) {
        return new HeldAccessKeys(this, holder);
    }

    /** A key by its id, whoever has it; empty if there is none. */
    public Optional<SigningKey> find(String accessKeyId) {
        if (!AccessKeyNames.isId(accessKeyId)) {
            return Optional.empty();
        }
        return catalog.find(CatalogKind.ACCESS_KEY, AccessKeyRecord.idOf(accessKeyId))
                .map(record -> new SigningKey(
                        record.accessKeyId(),
                        new AccessKeyHolder(record.userName(), accountOf(record.ownerId()), record.administrator()),
                        sealing.open(record)));
    }

    Catalog catalog() {
        return catalog;
    }

    /** Held while keys are counted and one is made. */
    Object making() {
        return making;
    }

    /** A new key with its secret, which is not kept yet. */
    NewAccessKey made(AccessKeyHolder holder) {
        String id = names.id();
        DestroyableSecret secret = names.secret();
        return new NewAccessKey(
                new AccessKeyRecord(
                        id,
                        holder.userName(),
                        holder.administrator(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS),
                        sealing.seal(id, secret),
                        holder.accountId().equals(ownAccount) ? null : holder.accountId()),
                secret);
    }

    String accountOf(@Nullable String ownerId) {
        return Objects.requireNonNullElse(ownerId, ownAccount);
    }
}
