package io.ebsnap.account;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.ExportOrder;
import io.ebsnap.volume.ExportPeer;
import io.ebsnap.volume.VolumeExport;
import io.ebsnap.volume.VolumeExports;
import java.util.List;

/**
 * The exports of an account. All clients ask one server for names, so those of an account begin with its id; and an export for which no peer is named is for
 * the user who has ordered it.
 *
 * @param exports of everybody
 * @param account whose are seen
 * @param user log-in name of who acts for it
 * @param resources that it may export
 */
public record AccountExports(VolumeExports exports, Account account, String user, Resources resources)
        implements VolumeExports {

    /**
     * What an account may export.
     *
     * @param volumes of its own
     * @param snapshots that it may use
     */
    public record Resources(AccountManagedVolumes volumes, VisibleSnapshots snapshots) {

        String idOf(String resource) {
            if (SnapshotId.isValid(resource)) {
                snapshots.requireUsable(new SnapshotId(resource));
                return resource;
            }
            return volumes.find(resource).record().volumeId();
        }
    }

    @Override
    public VolumeExport export(ExportOrder order) {
        List<ExportPeer> peers =
                order.peers().isEmpty() ? List.of(new ExportPeer(ExportPeer.Kind.USER, user)) : order.peers();
        return exports.export(new ExportOrder(
                resources.idOf(order.resourceId()), prefixed(order.name()), order.readOnly(), peers, account.id()));
    }

    @Override
    public VolumeExport unexport(String name, boolean force) {
        String meant = list().stream()
                .map(VolumeExport::name)
                .filter(known -> known.equals(name) || known.equals(prefixed(name)))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no export '" + name + "'"));
        return exports.unexport(meant, force);
    }

    @Override
    public List<VolumeExport> list() {
        return exports.list().stream()
                .filter(export -> account.owns(export.ownerId()))
                .toList();
    }

    private String prefixed(String name) {
        return account.id() + "." + name;
    }
}
