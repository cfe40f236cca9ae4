package io.ebsnap.service;

import io.ebsnap.identity.StoreId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What EC2 would call this machine: a hash of the machine's id, which is not told itself, or of the store's where there is none. */
final class InstanceIdentity {

    private static final Path MACHINE = Path.of("/etc/machine-id");
    private static final int DIGITS = 17;

    private InstanceIdentity() {}

    /** {@code i-} and 17 hexadecimal digits. */
    static String of(StoreId store) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("ebsnap instance v1 " + machine(store)).getBytes(StandardCharsets.UTF_8));
            return "i-" + HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static String machine(StoreId store) {
        try {
            String id = Files.readString(MACHINE).strip();
            return id.isEmpty() ? store.toString() : id;
        } catch (IOException none) {
            return store.toString();
        }
    }
}
