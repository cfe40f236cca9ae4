package io.ebsnap.cli;

import io.ebsnap.api.Key;
import io.ebsnap.api.KeyAlias;
import io.ebsnap.api.KeyChange;
import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyRotation;
import io.ebsnap.api.KeyRotationStatus;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.KeyUse;
import java.util.List;
import java.util.stream.Collectors;

/** Keys as people see them. */
final class KeyViews {

    private KeyViews() {}

    static Table list(List<Key> keys) {
        Table table = Table.of("KEY", "STATE", ">VERSION", "ORIGIN", "CREATED", "ALIASES", "DESCRIPTION");
        for (Key key : keys) {
            table.row(
                    key.keyId(),
                    key.keyState(),
                    Integer.toString(key.currentVersion()),
                    key.origin(),
                    Human.time(key.creationDate()),
                    String.join(" ", key.aliases()),
                    key.description());
        }
        return table;
    }

    static Table one(Key key) {
        Table table = Table.pairs()
                .row("key", key.keyId())
                .row("arn", key.arn())
                .row("state", key.keyState())
                .row("created", Human.time(key.creationDate()));
        if (key.deletionDate() != null) {
            table.row("deleted at", Human.time(key.deletionDate()));
        }
        return table.row("origin", origin(key))
                .row("manager", key.keyManager())
                .row("version", key.currentVersion() + (key.exported() ? "" : ", in no recovery file"))
                .row("aliases", String.join(" ", key.aliases()))
                .row("tags", tags(key.tags()))
                .row("description", key.description());
    }

    private static String origin(Key key) {
        return key.customKeyStoreId() == null
                ? key.origin()
                : key.origin() + ", PKCS#11 token '" + key.customKeyStoreId() + "'";
    }

    static Table aliases(List<KeyAlias> aliases) {
        Table table = Table.of("ALIAS", "KEY");
        aliases.forEach(alias -> table.row(alias.aliasName(), alias.targetKeyId()));
        return table;
    }

    static Table versions(List<KeyRotation> versions) {
        Table table = Table.of(">VERSION", "MADE", "TYPE", "RECOVERY FILE");
        for (KeyRotation version : versions) {
            table.row(
                    Integer.toString(version.version()),
                    Human.time(version.rotationDate()),
                    version.rotationType(),
                    version.exported() ? "yes" : "no");
        }
        return table;
    }

    static Table rotation(KeyRotationStatus status) {
        return Table.pairs()
                .row("key", status.keyId())
                .row("rotation", status.keyRotationEnabled() ? "enabled" : "disabled")
                .row("period", status.rotationPeriodInDays() + " days")
                .row("next", Human.time(status.nextRotationDate()));
    }

    static Table grants(List<KeyGrant> grants) {
        Table table = Table.of("GRANT", "ACCOUNT", "OPERATIONS", "CONTEXT", "RETIRING", "NAME", "CREATED");
        for (KeyGrant grant : grants) {
            table.row(
                    grant.grantId(),
                    grant.granteePrincipal(),
                    String.join(",", grant.operations()),
                    context(grant),
                    grant.retiringPrincipal() == null ? "" : grant.retiringPrincipal(),
                    grant.name(),
                    Human.time(grant.creationDate()));
        }
        return table;
    }

    private static String context(KeyGrant grant) {
        return grant.encryptionContextEquals().isEmpty()
                ? Human.tags(grant.encryptionContextSubset())
                : "only " + Human.tags(grant.encryptionContextEquals());
    }

    /** What cannot be read without a key. */
    static Table use(KeyUse use) {
        return Table.pairs()
                .row("snapshots", things(use.snapshotCount(), use.snapshotIds()))
                .row("volumes still filling", things(use.volumeCount(), use.volumeIds()))
                .row("volumes encrypted under it", things(use.encryptedVolumeCount(), use.encryptedVolumeIds()))
                .row("fast restore of", things(use.fastRestoreCount(), use.fastRestoreSnapshotIds()));
    }

    /** A key that may not be used any more. */
    static Table change(KeyChange change) {
        Table table = Table.pairs().row("key", change.keyId()).row("state", change.keyState());
        if (change.deletionDate() != null) {
            table.row("deleted at", Human.time(change.deletionDate()));
        }
        return table;
    }

    private static String things(long count, List<String> ids) {
        String more = count > ids.size() ? " ..." : "";
        return count == 0 ? "none" : Human.count(count) + ": " + String.join(" ", ids) + more;
    }

    private static String tags(List<KeyTag> tags) {
        return tags.stream().map(tag -> tag.tagKey() + "=" + tag.tagValue()).collect(Collectors.joining(", "));
    }
}
