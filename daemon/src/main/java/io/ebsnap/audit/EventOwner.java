package io.ebsnap.audit;

import io.ebsnap.catalog.AccessKeyRecord;
import io.ebsnap.catalog.AccountSettingsRecord;
import io.ebsnap.catalog.ArchiveRecord;
import io.ebsnap.catalog.CatalogRecord;
import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.FirstTouchRecord;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.LifecycleProgressRecord;
import io.ebsnap.catalog.OwnedRecord;
import io.ebsnap.catalog.PushRecord;
import io.ebsnap.catalog.QuarantineRecord;
import io.ebsnap.catalog.RegionSettingsRecord;
import io.ebsnap.catalog.RemoteRecord;
import java.util.Objects;

/** Which account sees what happens to a record, beside the administrator. */
final class EventOwner {

    private static final String NOBODY = "";

    private EventOwner() {}

    /**
     * The account's 12 digits; empty if none does.
     *
     * @param configured the daemon's own account, which records do not name
     */
    static String of(CatalogRecord record, String configured) {
        return switch (record) {
            case RemoteRecord remote -> NOBODY; // other daemons are the administrator's, whomever they act for
            case AccessKeyRecord key when key.administrator() -> NOBODY;
            case OwnedRecord owned -> Objects.requireNonNullElse(owned.ownerId(), configured);
            case AccountSettingsRecord settings -> settings.accountId();
            case DataKeyRecord key -> NOBODY;
            case QuarantineRecord bad -> NOBODY;
            case ContradictionRecord lie -> NOBODY;
            case RegionSettingsRecord settings -> NOBODY;
            case PushRecord push -> NOBODY;
            case ArchiveRecord archive -> NOBODY;
            case FirstTouchRecord learnt -> NOBODY;
            case LifecycleProgressRecord progress -> NOBODY;
            case ImageExecutionRecord execution -> NOBODY;
        };
    }
}
