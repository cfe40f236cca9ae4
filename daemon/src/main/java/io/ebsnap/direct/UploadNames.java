package io.ebsnap.direct;

import io.ebsnap.identity.SnapshotId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What uploads are called. Under a client token the id is derived from it, by a keyed hash that nobody foresees: so a repeated order finds its snapshot, also
 * after a crash, and two orders of one token at once meet in one record.
 */
final class UploadNames {

    private static final int ID_DIGITS = 17;
    private static final int DIGEST_BYTES = 16;

    private final DirectContext context;

    UploadNames(DirectContext context) {
        this.context = context;
    }

    /** The id of what is ordered. */
    SnapshotId id(UploadOrder order) {
        String token = order.clientToken();
        if (token == null) {
            return SnapshotId.random(context.surroundings().random());
        }
        byte[] mac = mac("upload", order.account(), token);
        return new SnapshotId("snap-" + HexFormat.of().formatHex(mac).substring(0, ID_DIGITS));
    }

    /** By what a repeated order is told from another one; keyed, because what it is made of is the account's alone. */
    String digest(UploadOrder order) {
        String tags =
                order.tags().stream().map(tag -> tag.key() + "\0" + tag.value()).collect(Collectors.joining("\0"));
        byte[] mac = mac(
                "order",
                Long.toString(order.volumeGibibytes()),
                Objects.toString(order.parent()),
                Objects.toString(order.description()),
                Objects.toString(order.sealing().encrypted()),
                Objects.toString(order.sealing().key()),
                Integer.toString(UploadRules.timeoutMinutes(order)),
                tags);
        return HexFormat.of().formatHex(Arrays.copyOf(mac, DIGEST_BYTES));
    }

    private byte[] mac(String... parts) {
        byte[] message = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
        return context.storage()
                .keyring()
                .keysInUse(context.storage().keyring().storeDomain())
                .tokenMac(message);
    }
}
