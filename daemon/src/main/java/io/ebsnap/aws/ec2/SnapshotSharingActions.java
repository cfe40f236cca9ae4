package io.ebsnap.aws.ec2;

import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.DisableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.EnableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.GetSnapshotBlockPublicAccessState;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ResetSnapshotAttribute;
import io.ebsnap.api.VolumePermission;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** With whom snapshots are shared. */
final class SnapshotSharingActions implements Ec2Actions {

    private static final String PERMISSION = "createVolumePermission";
    private static final String PRODUCTS = "productCodes";

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "ModifySnapshotAttribute",
                SnapshotSharingActions::modify,
                "DescribeSnapshotAttribute",
                SnapshotSharingActions::describe,
                "ResetSnapshotAttribute",
                SnapshotSharingActions::reset,
                "EnableSnapshotBlockPublicAccess",
                in -> new Prepared.Asked<>(
                        new EnableSnapshotBlockPublicAccess(in.required("State")),
                        (answer, out) -> out.add("state", answer.state())),
                "DisableSnapshotBlockPublicAccess",
                in -> new Prepared.Asked<>(
                        new DisableSnapshotBlockPublicAccess(), (answer, out) -> out.add("state", answer.state())),
                "GetSnapshotBlockPublicAccessState",
                in -> new Prepared.Asked<>(new GetSnapshotBlockPublicAccessState(), SnapshotSharingActions::write));
    }

    private static void write(SnapshotBlockPublicAccess access, Xml out) {
        out.add("state", access.state()).add("managedBy", access.managedBy());
    }

    private static Prepared modify(Parameters in) {
        requirePermission(in, in.text("Attribute"));
        String id = Reading.id(in, "SnapshotId", Kind.SNAPSHOT);
        Permissions named = Permissions.of(in, "CreateVolumePermission");
        return Prepared.done(new ModifySnapshotAttribute(id, named.operation(), named.users(), named.groups(), false));
    }

    private static Prepared describe(Parameters in) {
        String attribute = in.required("Attribute");
        if (!attribute.equals(PERMISSION) && !attribute.equals(PRODUCTS)) {
            throw in.invalid("Attribute", "Expected: " + PERMISSION + " or " + PRODUCTS + ".");
        }
        return new Prepared.Asked<>(
                new DescribeSnapshotAttribute(Reading.id(in, "SnapshotId", Kind.SNAPSHOT)),
                (answer, out) -> write(answer, attribute, out));
    }

    /** No snapshot has product codes. */
    private static void write(SnapshotAttribute attribute, String name, Xml out) {
        List<VolumePermission> permissions = name.equals(PERMISSION) ? attribute.createVolumePermissions() : List.of();
        out.add("snapshotId", attribute.snapshotId())
                .list(
                        name,
                        permissions,
                        (each, item) -> item.add("userId", each.userId()).add("group", each.group()));
    }

    private static Prepared reset(Parameters in) {
        requirePermission(in, in.required("Attribute"));
        return Prepared.done(new ResetSnapshotAttribute(Reading.id(in, "SnapshotId", Kind.SNAPSHOT)));
    }

    private static void requirePermission(Parameters in, @Nullable String attribute) {
        if (attribute != null && !attribute.equals(PERMISSION)) {
            throw in.invalid("Attribute", "Expected: " + PERMISSION + ".");
        }
    }
}
