package io.ebsnap.access;

import io.ebsnap.catalog.AccessKeyRecord;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.failure.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Access keys as their holder sees them. Those of the administrator show to nobody else, though their account is one that others act for. */
final class HeldAccessKeys implements AccessKeys {

    private static final Comparator<AccessKeyRecord> ORDER =
            Comparator.comparing(AccessKeyRecord::createDate).thenComparing(AccessKeyRecord::accessKeyId);

    private final CatalogAccessKeys keys;
    private final AccessKeyHolder holder;

    HeldAccessKeys(CatalogAccessKeys keys, AccessKeyHolder holder) {
        this.keys = keys;
        this.holder = holder;
    }

    @Override
    public NewAccessKey create() {
        synchronized (keys.making()) {
            long has = list().stream().filter(this::countsWithNewOnes).count();
            if (has >= ACCOUNT_MAX) {
                throw new Failure.Exhausted(
                        "there are " + has + " access keys of " + name() + " already, and no more may be",
                        "ebsnap access-key delete ends one",
                        null);
            }
            NewAccessKey made = keys.made(holder);
            boolean kept = false;
            try {
                keys.catalog().create(CatalogKind.ACCESS_KEY, made.record());
                kept = true;
                return made;
            } finally {
                if (!kept) {
                    made.close();
                }
            }
        }
    }

    @Override
    public List<AccessKeyRecord> list() {
        try (Stream<AccessKeyRecord> all = keys.catalog().list(CatalogKind.ACCESS_KEY)) {
            return all.filter(this::isSeen).sorted(ORDER).toList();
        }
    }

    @Override
    public void delete(String accessKeyId) {
        boolean gone = AccessKeyNames.isId(accessKeyId)
                && keys.catalog()
                        .find(CatalogKind.ACCESS_KEY, AccessKeyRecord.idOf(accessKeyId))
                        .filter(this::isSeen)
                        .isPresent()
                && keys.catalog().delete(CatalogKind.ACCESS_KEY, AccessKeyRecord.idOf(accessKeyId));
        if (!gone) {
            throw new Failure.NotFound("there is no access key '" + accessKeyId + "'");
        }
    }

    @Override
    public String accountOf(AccessKeyRecord key) {
        return keys.accountOf(key.ownerId());
    }

    private boolean isSeen(AccessKeyRecord key) {
        return holder.administrator() || (!key.administrator() && accountOf(key).equals(holder.accountId()));
    }

    private boolean countsWithNewOnes(AccessKeyRecord key) {
        return key.administrator() == holder.administrator() && accountOf(key).equals(holder.accountId());
    }

    private String name() {
        return holder.administrator() ? "the administrator" : "account " + holder.accountId();
    }
}
