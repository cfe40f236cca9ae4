package io.ebsnap.lifecycle;

import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies, and what they do. Safe for use by several threads. */
public interface LifecycleService {

    /** Most occurrences that are told of a forecast. */
    int OCCURRENCES_MAX = 20_000;

    /** Most policies of one account in the catalog, as in DLM. */
    int POLICIES_MAX = 100;

    /** What time it is for policies. */
    Instant now();

    /** All policies, those of files first, each by name. */
    List<PolicyView> list();

    /** Ids of the policies that are carried out and cover a volume, by the volume's id; one that none covers is left out. */
    Map<String, Set<String>> coverage();

    /**
     * Makes one.
     *
     * @param document what it says
     * @param enabled whether it is carried out; null for what the document says
     * @param accountId whose it is: 12 digits; null for the administrator's
     * @throws io.ebsnap.failure.Failure.Invalid if the document is wrong; names the key
     * @throws io.ebsnap.failure.Failure.Exhausted if there are too many
     */
    PolicyView create(String document, @Nullable Boolean enabled, @Nullable String accountId);

    /**
     * Changes one. Its snapshots are known by the ids of schedules: one that keeps its id keeps them.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that id
     * @throws io.ebsnap.failure.Failure.Conflict if it stands in a file, or says something else than what is to be replaced
     * @throws io.ebsnap.failure.Failure.Invalid if the document is wrong
     */
    PolicyView update(String id, PolicyChange change);

    /**
     * Deletes one. Its snapshots stay, and nothing of them expires any more.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that id
     * @throws io.ebsnap.failure.Failure.Conflict if it stands in a file
     */
    void delete(String id);

    /**
     * Reads a document as {@link #create} would.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if it is wrong; names the key
     */
    void check(String document, @Nullable String accountId);

    /**
     * Does what is due now. One run at a time: another waits a minute for it.
     *
     * @param policies ids or names; empty for all
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such policy
     * @throws io.ebsnap.failure.Failure.Conflict if another run takes longer than that
     */
    RunReport run(Collection<String> policies);

    /**
     * What would be done.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such policy
     * @throws io.ebsnap.failure.Failure.Invalid if it ends before it begins, or after ten years
     */
    Forecast forecast(Forecast.Order order);

    /**
     * Why a snapshot is there.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    Explanation explain(SnapshotId snapshot);

    /**
     * Why an image is there that a policy has made.
     *
     * @param accountId whose it is to be; null for anybody's
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    Explanation explainImage(ImageId image, @Nullable String accountId);
}
