package io.ebsnap.account;

import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.snapshot.CopyPlan;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.DiffPage;
import io.ebsnap.snapshot.DomainUsage;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotProgress;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.snapshot.SnapshotSizes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The snapshots of an account.
 *
 * @param snapshots of everybody
 * @param visible which are seen
 * @param volumes that it may take snapshots of
 * @param keys that it may seal them under
 */
public record AccountSnapshots(SnapshotService snapshots, VisibleSnapshots visible, Subjects volumes, KeyServices keys)
        implements SnapshotService {

    /**
     * What an account may take snapshots of.
     *
     * @param registered volumes of its own
     * @param managed volumes of its own
     */
    public record Subjects(AccountVolumes registered, AccountManagedVolumes managed) {

        /** The id of the volume that is meant; a listed device that is no volume yet becomes one. */
        String toBeRead(String volume) {
            return managedId(volume)
                    .orElseGet(() -> registered.resolveOrRegister(volume).volumeId());
        }

        /** The id of the volume that is meant. */
        String known(String volume) {
            return managedId(volume).orElseGet(() -> registered.resolve(volume).volumeId());
        }

        private Optional<String> managedId(String volume) {
            try {
                return Optional.of(managed.find(volume).record().volumeId());
            } catch (Failure.NotFound none) {
                return Optional.empty();
            }
        }

        Set<String> ids() {
            Set<String> ids =
                    registered.list().stream().map(record -> record.volumeId()).collect(Collectors.toSet());
            managed.list().forEach(volume -> ids.add(volume.record().volumeId()));
            return ids;
        }
    }

    @Override
    public List<SnapshotRecord> create(SnapshotOrder order) {
        if (order.preHook() != null || order.postHook() != null) {
            throw Administrator.alone("running commands around a snapshot");
        }
        String named = order.key();
        String key = keys.owner().idForSnapshots(named == null ? keys.defaultKeyName() : named);
        return snapshots
                .create(new SnapshotOrder(
                        order.volumes().stream().map(volumes::toBeRead).toList(),
                        order.description(),
                        order.tags(),
                        order.copyTags(),
                        order.consistency(),
                        null,
                        null,
                        named == null ? null : key,
                        visible.account().id(),
                        key,
                        order.standing()))
                .stream()
                .map(visible::shown)
                .toList();
    }

    @Override
    public SnapshotRecord copy(SnapshotCopyOrder order) {
        return visible.shown(snapshots.copy(own(order)));
    }

    @Override
    public CopyPlan planCopy(SnapshotCopyOrder order) {
        return snapshots.planCopy(own(order));
    }

    /** The copy is the account's, under a key of its own: under that of another's snapshot it may read, but not seal. */
    private SnapshotCopyOrder own(SnapshotCopyOrder order) {
        visible.requireUsable(order.source());
        boolean isOwn = visible.isOwn(order.source());
        String key = order.key() == null && !isOwn ? keys.defaultKeyName() : order.key();
        return new SnapshotCopyOrder(
                order.source(),
                order.description(),
                order.tags(),
                order.copyTags() && isOwn,
                key == null ? null : keys.owner().idForSnapshots(key),
                visible.account().id(),
                order.marks());
    }

    @Override
    public Optional<SnapshotRecord> find(SnapshotId id) {
        return snapshots.find(id).filter(visible::isVisible).map(visible::shown);
    }

    @Override
    public List<SnapshotRecord> list() {
        return snapshots.list().stream()
                .filter(visible::isVisible)
                .map(visible::shown)
                .toList();
    }

    @Override
    public Optional<SnapshotProgress> progress(SnapshotId id) {
        return visible.isVisible(id.value()) ? snapshots.progress(id) : Optional.empty();
    }

    @Override
    public SnapshotRecord cancel(SnapshotId id) {
        visible.requireOwn(id);
        return visible.shown(snapshots.cancel(id));
    }

    @Override
    public List<Deletion> delete(Collection<SnapshotId> ids) {
        List<SnapshotId> seen = ids.stream()
                .distinct()
                .filter(id -> visible.isVisible(id.value()))
                .toList();
        seen.forEach(visible::requireOwn);
        Map<SnapshotId, Deletion> deletions =
                snapshots.delete(seen).stream().collect(Collectors.toMap(Deletion::snapshot, deletion -> deletion));
        return ids.stream()
                .distinct()
                .map(id ->
                        deletions.getOrDefault(id, new Deletion(id, Deletion.Outcome.NOT_FOUND, "there is no " + id)))
                .toList();
    }

    @Override
    public void untrack(String volume) {
        snapshots.untrack(volumes.known(volume));
    }

    @Override
    public List<ContradictionRecord> contradictions() {
        Set<String> own = volumes.ids();
        return snapshots.contradictions().stream()
                .filter(found -> own.contains(found.volumeId()))
                .toList();
    }

    @Override
    public DiffPage diff(SnapshotId first, SnapshotId second, BlockIndex from, int limit) {
        visible.requireUsable(first);
        visible.requireUsable(second);
        return snapshots.diff(first, second, from, limit);
    }

    /** What a snapshot holds alone depends on what others hold under its key. */
    @Override
    public SnapshotSizes sizes(Collection<SnapshotId> ids) {
        ids.forEach(id -> visible.requireAlone(id, "measuring snapshots"));
        return snapshots.sizes(ids);
    }

    @Override
    public Map<String, SnapshotSizes> sizesOfAll() {
        Map<String, SnapshotSizes> sizes = new HashMap<>(snapshots.sizesOfAll());
        sizes.keySet().retainAll(own(visible::isAlone));
        return sizes;
    }

    @Override
    public Map<String, String> parents() {
        Set<String> seen = own(_ -> true);
        Map<String, String> parents = new HashMap<>(snapshots.parents());
        parents.keySet().retainAll(seen);
        parents.values().retainAll(seen);
        return parents;
    }

    @Override
    public List<DomainUsage> usage() {
        return snapshots.usage().stream()
                .filter(usage -> keys.owner().isAlone(usage.kmsKeyId()))
                .toList();
    }

    private Set<String> own(Predicate<SnapshotRecord> condition) {
        return snapshots.list().stream()
                .filter(visible::isOwn)
                .filter(condition)
                .map(SnapshotRecord::snapshotId)
                .collect(Collectors.toSet());
    }
}
