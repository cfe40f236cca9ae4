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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is served by NBD: records of the catalog, so that a restarted daemon serves the same. Safe for use by several threads.
 */
final class ExportedVolumes implements VolumeExports, Exports {

    private static final Logger LOG = LoggerFactory.getLogger(ExportedVolumes.class);
    private static final int EXPORTS_MAX = 256;

    private final Catalog catalog;
    private final ManagedVolumes volumes;
    private final SnapshotPlanes snapshots;
    private final ExportAddresses addresses;

    /** The planes of each export that clients have open. */
    @GuardedBy("open")
    private final Map<String, List<DataPlane>> open = new HashMap<>();

    ExportedVolumes(Catalog catalog, ManagedVolumes volumes, SnapshotPlanes snapshots, ExportAddresses addresses) {
        this.catalog = catalog;
        this.volumes = volumes;
        this.snapshots = snapshots;
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
                digest(order.name()));
        if (catalog.find(CatalogKind.NBD_EXPORT, record.catalogId()).isPresent()) {
            throw new Failure.Conflict("there is an export '" + order.name() + "'", "choose another name");
        }
        catalog.create(CatalogKind.NBD_EXPORT, record);
        LOG.info("export={} of={} read-only={} begun", order.name(), order.resourceId(), record.readOnly());
        return view(record, sizeBytes);
    }

    @Override
    public synchronized VolumeExport unexport(String name) {
        NbdExportRecord record = record(name);
        VolumeExport before = view(record);
        catalog.delete(CatalogKind.NBD_EXPORT, record.catalogId());
        for (DataPlane plane : takeOpen(name)) {
            end(plane);
        }
        LOG.info("export={} ended", name);
        return before;
    }

    /** What was written becomes durable; then its client is refused. */
    private static void end(DataPlane plane) {
        try {
            if (!plane.readOnly()) {
                plane.flush();
            }
        } catch (Failure e) {
            LOG.error("volume={} what an export wrote cannot be made durable: {}", plane.name(), e.getMessage());
        } finally {
            plane.close();
        }
    }

    @Override
    public List<VolumeExport> list() {
        return records().stream().map(this::view).toList();
    }

    @Override
    public List<Entry> list(Peer peer) {
        return records().stream()
                .filter(record -> access(record).who().includes(peer))
                .map(record -> new Entry(record.name(), record.resourceId()))
                .toList();
    }

    @Override
    public Opened open(String name, Peer peer) {
        NbdExportRecord record = record(name);
        access(record).require(name, peer);
        DataPlane plane = plane(record);
        synchronized (open) {
            open.computeIfAbsent(name, fresh -> new ArrayList<>()).add(plane);
        }
        DataPlane noted = new ForwardingDataPlane(plane) {
            @Override
            public void close() {
                super.close();
                forget(name, plane);
            }
        };
        return new Opened(noted, record.readOnly(), record.resourceId());
    }

    private DataPlane plane(NbdExportRecord record) {
        return SnapshotId.isValid(record.resourceId())
                ? snapshots.open(new SnapshotId(record.resourceId()))
                : volumes.use(record.resourceId(), record.readOnly(), "the NBD export " + record.name());
    }

    private void forget(String name, DataPlane plane) {
        synchronized (open) {
            open.computeIfPresent(name, (key, planes) -> {
                planes.remove(plane);
                return planes.isEmpty() ? null : planes;
            });
        }
    }

    private List<DataPlane> takeOpen(String name) {
        synchronized (open) {
            List<DataPlane> planes = open.remove(name);
            return planes == null ? List.of() : List.copyOf(planes);
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
                record.peers().stream().map(ExportPeer::parse).toList());
    }

    private long sizeBytes(String resourceId) {
        return SnapshotId.isValid(resourceId)
                ? snapshots.sizeBytes(new SnapshotId(resourceId))
                : volumes.find(resourceId).record().sizeBytes();
    }

    private NbdExportRecord record(String name) {
        return catalog.find(CatalogKind.NBD_EXPORT, digest(name))
                .orElseThrow(() -> new Failure.NotFound("there is no export '" + name + "'"));
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
