package io.ebsnap.direct;

import io.ebsnap.crypto.ConstantTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a block, or of the checksums of blocks: what clients prove content by. Immutable. */
public final class BlockChecksum {

    /** Length in bytes. */
    public static final int BYTES = ChunkId.BYTES;

    /** That of {@link DirectSnapshots#BLOCK_BYTES} zeros. */
    public static final BlockChecksum OF_ZEROS = parse("B4VNL+8pega6gWheZgwzLeNtXRjVRpJ9MNqtbX/aFUE=");

    private final byte[] bytes;

    private BlockChecksum(byte[] bytes) {
        this.bytes = bytes;
    }

    /** That of bytes. */
    public static BlockChecksum of(ArraySlice content) {
        MessageDigest digest = sha256();
        digest.update(content.array(), content.offset(), content.length());
        return new BlockChecksum(digest.digest());
    }

    /**
     * The one that stands in a request, in Base64.
     *
     * @throws Failure.Invalid if it is none
     */
    public static BlockChecksum parse(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == BYTES) {
                return new BlockChecksum(bytes);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new Failure.Invalid(Reason.INVALID_PARAMETER_VALUE, "a checksum is SHA-256 in Base64");
    }

    /** The one of a sum that has been fed with everything. */
    static BlockChecksum ofAll(MessageDigest sum) {
        return new BlockChecksum(sum.digest());
    }

    /** An empty sum. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** As a map of checksums has it. */
    ChunkId leaf() {
        return ChunkId.of(bytes);
    }

    /** As it stands in requests and answers. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlockChecksum that && ConstantTime.equal(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Nothing of the content shows in a log. */
    @Override
    public String toString() {
        return "BlockChecksum";
    }
}
