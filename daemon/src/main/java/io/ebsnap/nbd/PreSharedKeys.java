package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys that a listener shares with its clients, by the names of their users: TLS 1.2 and 1.3 without certificates. The file is what GnuTLS's
 * {@code psktool} writes. Safe for use by several threads.
 */
public final class PreSharedKeys extends Encryption {

    /** The largest file that is read, in bytes. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    private static final int USERS_MAX = 1024;
    private static final int NAME_BYTES_MAX = 256;

    /** Shorter keys can be guessed, in bytes. */
    private static final int KEY_BYTES_MIN = 16;

    private static final int KEY_BYTES_MAX = 512;
    private static final String HINT = "psktool -u USER -p FILE adds a line";

    private final Map<String, byte[]> keys;
    private final PskCryptography cryptography;

    private PreSharedKeys(Map<String, byte[]> keys, PskCryptography cryptography) {
        this.keys = keys;
        this.cryptography = cryptography;
    }

    /**
     * Reads lines of {@code USER:KEY}, the key in hexadecimal digits; what changes in the file later does not matter.
     *
     * @param random for what TLS needs
     * @throws Failure.Invalid if it does not hold that, or others may read it
     * @throws Failure.Unavailable if it cannot be read
     */
    public static PreSharedKeys read(Path file, SecureRandom random) {
        try {
            requirePrivate(file);
            byte[] bytes = Files.readAllBytes(file);
            try {
                return new PreSharedKeys(parse(file, bytes), new PskCryptography(random));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("reading the pre-shared keys: " + e, e);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.contains(PosixFilePermission.OTHERS_READ) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new Failure.Invalid("everybody may read or write the pre-shared keys " + file, "chmod o= " + file);
        }
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new Failure.Invalid(file + " is too large for pre-shared keys");
        }
    }

    private static Map<String, byte[]> parse(Path file, byte[] bytes) {
        Map<String, byte[]> keys = new HashMap<>();
        int number = 0;
        for (String line : lines(file, bytes)) {
            number++;
            if (!line.isBlank() && keys.put(user(file, number, line), key(file, number, line)) != null) {
                throw invalid(file, number, "names a user again");
            }
        }
        if (keys.isEmpty() || keys.size() > USERS_MAX) {
            throw new Failure.Invalid(file + " holds " + keys.size() + " keys; 1 to " + USERS_MAX + " may be", HINT);
        }
        return keys;
    }

    private static List<String> lines(Path file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new Failure.Invalid(file + " is no text in UTF-8", HINT);
        }
    }

    private static String user(Path file, int number, String line) {
        String user = line.substring(0, Math.max(0, line.lastIndexOf(':')));
        boolean printable = user.codePoints().noneMatch(Character::isISOControl);
        int length = user.getBytes(StandardCharsets.UTF_8).length;
        if (user.isBlank() || user.startsWith("#") || !printable || length > NAME_BYTES_MAX) {
            throw invalid(file, number, "names no user in 1 to " + NAME_BYTES_MAX + " printable bytes before a colon");
        }
        return user;
    }

    private static byte[] key(Path file, int number, String line) {
        String digits = line.substring(line.lastIndexOf(':') + 1).strip();
        try {
            byte[] key = HexFormat.of().parseHex(digits);
            if (key.length < KEY_BYTES_MIN || key.length > KEY_BYTES_MAX) {
                throw invalid(
                        file, number, "has a key that is not of " + KEY_BYTES_MIN + " to " + KEY_BYTES_MAX + " bytes");
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw invalid(file, number, "has a key that is not in hexadecimal digits");
        }
    }

    /** Says where, and nothing of what stands there. */
    private static Failure.Invalid invalid(Path file, int number, String what) {
        return new Failure.Invalid(file + ", line " + number + ", " + what, HINT);
    }

    /** A user's key; the caller must not change it. */
    Optional<byte[]> keyOf(String user) {
        return Optional.ofNullable(keys.get(user));
    }

    @Override
    EncryptedTransport accept(Line line) throws IOException {
        PskTransport transport = new PskTransport(line, cryptography.handshake(this));
        transport.shakeHands();
        return transport;
    }
}
