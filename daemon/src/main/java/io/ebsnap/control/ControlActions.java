package io.ebsnap.control;

import io.ebsnap.access.AccessKeys;
import io.ebsnap.api.AccessKeyRequest;
import io.ebsnap.api.AuditRequest;
import io.ebsnap.api.CryptographicRequest;
import io.ebsnap.api.ExportRequest;
import io.ebsnap.api.FastRestoreRequest;
import io.ebsnap.api.GeneralRequest;
import io.ebsnap.api.GeneralRequest.GetStatus;
import io.ebsnap.api.GeneralRequest.Hello;
import io.ebsnap.api.GeneralRequest.ReloadConfiguration;
import io.ebsnap.api.ImagePipelineRequest;
import io.ebsnap.api.ImageRequest;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.LifecycleRequest;
import io.ebsnap.api.LockRequest;
import io.ebsnap.api.MountRequest;
import io.ebsnap.api.ProtectionRequest;
import io.ebsnap.api.RecycleBinRequest;
import io.ebsnap.api.RemoteRequest;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.api.StoreRequest;
import io.ebsnap.api.TagRequest;
import io.ebsnap.api.TaskRequest;
import io.ebsnap.api.TieringRequest;
import io.ebsnap.api.VolumeRequest;
import io.ebsnap.api.ZoneRequest;
import io.ebsnap.failure.Failure;

/** All actions: each request goes to the services, each answer into the shapes of the protocol. */
public final class ControlActions implements ActionHandler {

    private final StatusActions status;
    private final ProtectionActions protection;
    private final VolumeActions volumes;
    private final ExportActions exports;
    private final MountActions mounts;
    private final SnapshotActions snapshots;
    private final FastRestoreActions fastRestores;
    private final LockActions locks;
    private final RecycleBinActions recycleBin;
    private final ImageActions images;
    private final ImagePipelineActions pipelines;
    private final StoreActions store;
    private final ZoneActions zones;
    private final RemoteActions remotes;
    private final KeyActions keys;
    private final CryptographicActions cryptographic;
    private final LifecycleActions lifecycle;
    private final TagActions tags;
    private final TaskActions tasks;
    private final TieringActions tiering;
    private final AccessKeyActions accessKeys;
    private final AuditActions audit;
    private final Configuration configuration;

    /** @param accessKeys of whoever asks */
    public ControlActions(Services services, AccessKeys accessKeys, DaemonFacts facts) {
        this.zones = new ZoneActions(services.zones());
        this.protection = new ProtectionActions(services, facts.clock());
        this.status = new StatusActions(services, facts, zones, protection);
        VolumeFinder finder = new VolumeFinder(services.volumes(), services.serving());
        this.volumes = new VolumeActions(services.volumes(), services.serving(), finder, services.keys()::arnOf);
        this.exports = new ExportActions(services.serving().exports(), finder);
        this.mounts = new MountActions(services.serving().mounts());
        this.snapshots = new SnapshotActions(services, finder);
        this.images = new ImageActions(services, finder);
        this.pipelines = new ImagePipelineActions(services.pipelines());
        this.fastRestores = new FastRestoreActions(services.fastRestores());
        this.locks = new LockActions(services.locks());
        this.recycleBin = new RecycleBinActions(services, snapshots::shape);
        this.store = new StoreActions(services);
        this.remotes = new RemoteActions(services);
        this.keys = new KeyActions(services.keys());
        this.cryptographic = new CryptographicActions(services.keys());
        this.lifecycle = new LifecycleActions(services.lifecycle(), services.pipelines());
        this.tags = new TagActions(services.tags());
        this.tasks = new TaskActions(services.tasks());
        this.tiering = new TieringActions(services.tiering(), services.store());
        this.accessKeys = new AccessKeyActions(accessKeys);
        this.audit = new AuditActions(services.audit());
        this.configuration = services.configuration();
    }

    @Override
    public Record handle(Request<?> request) {
        return switch (request) {
            case GeneralRequest<?> general -> general(general);
            case VolumeRequest<?> volume -> volumes.handle(volume);
            case ProtectionRequest<?> asked -> protection.handle(asked);
            case ExportRequest<?> export -> exports.handle(export);
            case MountRequest<?> mount -> mounts.handle(mount);
            case SnapshotRequest<?> snapshot -> snapshots.handle(snapshot);
            case FastRestoreRequest<?> restore -> fastRestores.handle(restore);
            case LockRequest<?> lock -> locks.handle(lock);
            case RecycleBinRequest<?> bin -> recycleBin.handle(bin);
            case ImageRequest<?> image -> images.handle(image);
            case ImagePipelineRequest<?> pipeline -> pipelines.handle(pipeline);
            case StoreRequest<?> care -> store.handle(care);
            case ZoneRequest<?> zone -> zones.handle(zone);
            case RemoteRequest<?> remote -> remotes.handle(remote);
            case KeyRequest<?> key -> keys.handle(key);
            case CryptographicRequest<?> operation -> cryptographic.handle(operation);
            case TieringRequest<?> move -> tiering.handle(move);
            case LifecycleRequest<?> policy -> lifecycle.handle(policy);
            case TagRequest<?> tag -> tags.handle(tag);
            case TaskRequest<?> task -> tasks.handle(task);
            case AccessKeyRequest<?> key -> accessKeys.handle(key);
            case AuditRequest<?> line -> audit.handle(line);
        };
    }

    private Record general(GeneralRequest<?> request) {
        return switch (request) {
            case GetStatus get -> status.status();
            case ReloadConfiguration reload -> configuration.readAnew();
            case Hello again -> throw new Failure.Invalid("Hello is only the first request of a connection");
        };
    }
}
