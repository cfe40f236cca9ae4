package io.ebsnap.cli;

import io.ebsnap.api.AccessKey;
import io.ebsnap.api.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access keys as people see them. */
final class AccessKeyViews {

    private AccessKeyViews() {}

    /** With the secret, in the names of AWS's own tools: to be put into their configuration. */
    static Table made(AccessKey key) {
        return Table.pairs()
                .row("aws_access_key_id", key.accessKeyId())
                .row("aws_secret_access_key", text(key.secretAccessKey()));
    }

    static Table list(List<AccessKey> keys) {
        Table table = Table.of("ACCESS KEY", "ACCOUNT", "USER", "ACTS AS", "STATUS", "CREATED");
        for (AccessKey key : keys) {
            table.row(
                    key.accessKeyId(),
                    key.accountId(),
                    key.userName(),
                    key.administrator() ? "administrator" : "account",
                    key.status(),
                    Human.time(key.createDate()));
        }
        return table;
    }

    /** It is about to stand on a terminal: this is where it stops being kept. */
    private static String text(@Nullable Secret secret) {
        return secret == null ? "-" : String.valueOf(secret.chars());
    }
}
