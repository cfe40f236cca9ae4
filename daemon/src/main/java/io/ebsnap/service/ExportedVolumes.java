package io.ebsnap.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.NbdExportRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.nbd.ExportAccess;
import io.ebsnap.nbd.Exports;
import io.ebsnap.nbd.Peer;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ExportOrder;
import io.ebsnap.volume.ExportPeer;
import io.ebsnap.volume.ForwardingDataPlane;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeExport;
import io.ebsnap.volume.VolumeExports;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is served by NBD: records of the catalog, so that a restarted daemon serves the same. Safe for use by several threads.
 */
final class ExportedVolumes implements VolumeExports, Exports {

    private static final Logger LOG = LoggerFactory.getLogger(ExportedVolumes.class);
    private static final int EXPORTS_MAX = 256;
    private static final int CLIENTS_NAMED_MAX = 8;
    private static final int LEAVING_LOOKS = 20;
    private static final long LEAVING_LOOK_NANOS = 25_000_000;

    /**
     * Where exports and what they serve are.
     *
     * @param visitors says who sees whose
     */
    record Kept(Catalog catalog, ManagedVolumes volumes, SnapshotPlanes snapshots, Visitors visitors) {}

    /** Says who sees whose exports. */
    interface Visitors {
        /**
         * Whether a user of this machine acts for the account that an export belongs to.
         *
         * @param ownerId 12-digit account; null for the administrator's
         */
        boolean isOfAccount(String user, @Nullable String ownerId);

        /**
         * Nothing if an account may read a snapshot, now.
         *
         * @throws Failure.NotFound if it sees none of that id
         * @throws Failure.Denied if it has no grant
         */
        void requireReadable(String ownerId, SnapshotId snapshot);
    }

    private final Catalog catalog;
    private final ManagedVolumes volumes;
    private final SnapshotPlanes snapshots;
    private final Visitors visitors;
    private final ExportAddresses addresses;

    private final Disconnecting disconnecting;

    /** Somebody who has an export open; one is not another of the same peer. */
    private static final class Use {
        private final DataPlane plane;
        private final Peer peer;

        Use(DataPlane plane, Peer peer) {
            this.plane = plane;
            this.peer = peer;
        }

        DataPlane plane() {
            return plane;
        }

        Peer peer() {
            return peer;
        }
    }

    /** Cuts off the clients of an export. */
    interface Disconnecting {
        /**
         * Cuts them off, and waits for what they have begun.
         *
         * @return how many could not be ended
         */
        int disconnect(String export);
    }

    /** Who has each export open. */
    @GuardedBy("open")
    private final Map<String, List<Use>> open = new HashMap<>();

    /**
     * Over a catalog.
     *
     * @param kept where exports and what they serve are
     * @param disconnecting by the server that serves them
     */
    ExportedVolumes(Kept kept, ExportAddresses addresses, Disconnecting disconnecting) {
        this.catalog = kept.catalog();
        this.volumes = kept.volumes();
        this.snapshots = kept.snapshots();
        this.visitors = kept.visitors();
        this.disconnecting = disconnecting;
        this.addresses = addresses;
    }

    @Override
    public synchronized VolumeExport export(ExportOrder order) {
        if (records().size() >= EXPORTS_MAX) {
            throw new Failure.Exhausted("there are " + EXPORTS_MAX + " exports, as many as may be", null);
        }
        boolean snapshot = SnapshotId.isValid(order.resourceId());
        long sizeBytes = sizeBytes(order.resourceId());
        NbdExportRecord record = new NbdExportRecord(
                order.name(),
                order.resourceId(),
                order.readOnly() || snapshot,
                order.peers().stream().map(ExportPeer::toString).toList(),
                digest(order.name()),
                order.ownerId());
        if (catalog.find(CatalogKind.NBD_EXPORT, record.catalogId()).isPresent()) {
            throw new Failure.Conflict("there is an export '" + order.name() + "'", "choose another name");
        }
        catalog.create(CatalogKind.NBD_EXPORT, record);
        LOG.info("export={} of={} read-only={} begun", order.name(), order.resourceId(), record.readOnly());
        return view(record, sizeBytes);
    }

    @Override
    public VolumeExport unexport(String name, boolean force) {
        VolumeExport before = withdraw(name, force);
        int left = disconnecting.disconnect(name);
        makeDurable(before);
        takeOpen(name).forEach(use -> use.plane().close());
        LOG.info("export={} ended", name);
        if (left > 0) {
            throw new Failure.Unavailable(
                    "the export '" + name + "' is gone, but " + left + " of its clients still wait for the volume",
                    null);
        }
        return before;
    }

    /** From now on nobody can open it. */
    private synchronized VolumeExport withdraw(String name, boolean force) {
        NbdExportRecord record = record(name);
        List<String> clients = force ? List.of() : stayingClients(name);
        if (!clients.isEmpty()) {
            throw new Failure.Conflict(
                    "the export '" + name + "' is used by " + String.join(", ", clients), "--force cuts them off");
        }
        VolumeExport before = view(record);
        catalog.delete(CatalogKind.NBD_EXPORT, record.catalogId());
        return before;
    }

    /** Who uses it, some of them. Those who have hung up just now are given a moment to be gone. */
    private List<String> stayingClients(String name) {
        List<String> clients = clients(name);
        for (int looks = 0; !clients.isEmpty() && looks < LEAVING_LOOKS; looks++) {
            LockSupport.parkNanos(LEAVING_LOOK_NANOS);
            clients = clients(name);
        }
        return clients;
    }

    private List<String> clients(String name) {
        synchronized (open) {
            return open.getOrDefault(name, List.of()).stream()
                    .map(use -> use.peer().describe())
                    .distinct()
                    .limit(CLIENTS_NAMED_MAX)
                    .toList();
        }
    }

    /** What clients have written becomes durable, though they never asked for it. */
    private void makeDurable(VolumeExport ended) {
        if (ended.readOnly()) {
            return;
        }
        try (DataPlane plane = volumes.use(ended.resourceId(), false, "the end of the NBD export " + ended.name())) {
            plane.flush();
        } catch (Failure e) {
            LOG.error("export={} what was written cannot be made durable: {}", ended.name(), e.getMessage());
        }
    }

    @Override
    public List<VolumeExport> list() {
        return records().stream().map(this::view).toList();
    }

    @Override
    public List<Entry> list(Peer peer) {
        return records().stream()
                .filter(record -> isSeen(record, peer))
                .filter(record -> access(record).who().includes(peer))
                .map(record -> new Entry(record.name(), record.resourceId()))
                .toList();
    }

    @Override
    public Opened open(String name, Peer peer) {
        NbdExportRecord record = record(name);
        if (!isSeen(record, peer)) {
            throw none(name);
        }
        access(record).require(name, peer);
        requireReadable(record);
        DataPlane plane = plane(record);
        Use use = new Use(plane, peer);
        synchronized (open) {
            open.computeIfAbsent(name, fresh -> new ArrayList<>()).add(use);
        }
        DataPlane noted = new ForwardingDataPlane(plane) {
            @Override
            public void close() {
                super.close();
                forget(name, use);
            }
        };
        return new Opened(noted, record.readOnly(), record.resourceId());
    }

    /** What was shared with an account when it was exported may be so no more. */
    private void requireReadable(NbdExportRecord record) {
        String owner = record.ownerId();
        if (owner != null && SnapshotId.isValid(record.resourceId())) {
            visitors.requireReadable(owner, new SnapshotId(record.resourceId()));
        }
    }

    private DataPlane plane(NbdExportRecord record) {
        return SnapshotId.isValid(record.resourceId())
                ? snapshots.open(new SnapshotId(record.resourceId()))
                : volumes.use(record.resourceId(), record.readOnly(), "the NBD export " + record.name());
    }

    private void forget(String name, Use use) {
        synchronized (open) {
            open.computeIfPresent(name, (key, uses) -> {
                uses.remove(use);
                return uses.isEmpty() ? null : uses;
            });
        }
    }

    private List<Use> takeOpen(String name) {
        synchronized (open) {
            List<Use> uses = open.remove(name);
            return uses == null ? List.of() : List.copyOf(uses);
        }
    }

    private static ExportAccess access(NbdExportRecord record) {
        if (record.peers().isEmpty()) {
            return new ExportAccess(record.readOnly(), ExportAccess.ANYONE);
        }
        List<ExportPeer> peers = record.peers().stream().map(ExportPeer::parse).toList();
        return new ExportAccess(
                record.readOnly(),
                new ExportAccess.Only(
                        names(peers, ExportPeer.Kind.USER),
                        names(peers, ExportPeer.Kind.CERTIFICATE),
                        names(peers, ExportPeer.Kind.KEY)));
    }

    private static Set<String> names(List<ExportPeer> peers, ExportPeer.Kind kind) {
        return peers.stream()
                .filter(peer -> peer.kind() == kind)
                .map(ExportPeer::name)
                .collect(Collectors.toSet());
    }

    private VolumeExport view(NbdExportRecord record) {
        try {
            return view(record, sizeBytes(record.resourceId()));
        } catch (Failure gone) {
            return view(record, 0);
        }
    }

    private VolumeExport view(NbdExportRecord record, long sizeBytes) {
        return new VolumeExport(
                record.name(),
                record.resourceId(),
                record.readOnly(),
                sizeBytes,
                addresses.urisOf(record.name()),
                record.peers().stream().map(ExportPeer::parse).toList(),
                record.ownerId());
    }

    /** A user of this machine sees what their account has, and what names them; others were let in by what they have proven. */
    private boolean isSeen(NbdExportRecord record, Peer peer) {
        return !(peer instanceof Peer.LocalUser local)
                || (!record.peers().isEmpty() && access(record).who().includes(peer))
                || visitors.isOfAccount(local.user(), record.ownerId());
    }

    private long sizeBytes(String resourceId) {
        return SnapshotId.isValid(resourceId)
                ? snapshots.sizeBytes(new SnapshotId(resourceId))
                : volumes.find(resourceId).record().sizeBytes();
    }

    private NbdExportRecord record(String name) {
        return catalog.find(CatalogKind.NBD_EXPORT, digest(name)).orElseThrow(() -> none(name));
    }

    private static Failure.NotFound none(String name) {
        return new Failure.NotFound("there is no export '" + name + "'");
    }

    private List<NbdExportRecord> records() {
        try (Stream<NbdExportRecord> all = catalog.list(CatalogKind.NBD_EXPORT)) {
            return all.sorted(Comparator.comparing(NbdExportRecord::name)).toList();
        }
    }

    private static String digest(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
