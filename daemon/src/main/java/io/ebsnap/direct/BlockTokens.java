package io.ebsnap.direct;

import io.ebsnap.crypto.ConstantTime;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.identity.SnapshotId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the tokens of blocks and pages: {@code docs/format/direct.md}. A token says until when it is good, that of a page also where
 * it leads; everything else that it holds for is only authenticated, because the request names it again. Nothing is kept of them: the key
 * is derived from the store's, so that they outlive the daemon. Safe for use by several threads.
 */
final class BlockTokens {

    /** How long a block can be read with its token. */
    static final Duration BLOCK_LIFE = Duration.ofDays(7);

    /** How long a list can be gone on with. */
    static final Duration PAGE_LIFE = Duration.ofMinutes(60);

    private static final byte BLOCK = 1;
    private static final byte PAGE = 2;
    private static final int MAC_BYTES = 32;
    private static final int BLOCK_BYTES = 1 + Long.BYTES + MAC_BYTES;
    private static final int PAGE_BYTES = 1 + 2 * Long.BYTES + MAC_BYTES;

    private final Supplier<DomainKeys> keys;
    private final InstantSource clock;

    /** @param keys of the store's own domain */
    BlockTokens(Supplier<DomainKeys> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Until when tokens of blocks that are given now are good. */
    Instant blockExpiry() {
        return clock.instant().plus(BLOCK_LIFE).truncatedTo(ChronoUnit.SECONDS);
    }

    /** A token for a block. */
    String ofBlock(String account, SnapshotId snapshot, long index, Instant expiry) {
        byte[] head = ByteBuffer.allocate(1 + Long.BYTES)
                .put(BLOCK)
                .putLong(expiry.getEpochSecond())
                .array();
        return text(head, mac(head, account, snapshot + "/" + index));
    }

    /**
     * Passes a good token of a block.
     *
     * @throws Failure.Invalid if it is not
     */
    void require(BlockOrder block) {
        ByteBuffer token = decoded(block.token(), BLOCK, BLOCK_BYTES, Reason.INVALID_BLOCK_TOKEN);
        requireGood(token, block.account(), block.snapshot() + "/" + block.index(), Reason.INVALID_BLOCK_TOKEN);
    }

    /** A token for the rest of a list from a block on. */
    String ofPage(String account, ChangeOrder list, long next) {
        Instant expiry = clock.instant().plus(PAGE_LIFE);
        byte[] head = ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put(PAGE)
                .putLong(expiry.getEpochSecond())
                .putLong(next)
                .array();
        return text(head, mac(head, account, list.first() + "/" + list.second()));
    }

    /**
     * Where a page begins.
     *
     * @param list that it is of; of one snapshot that alone
     * @throws Failure.Invalid if its token is not good
     */
    long begin(PageOrder page, ChangeOrder list) {
        @Nullable String text = page.pageToken();
        if (text == null) {
            return page.startingBlock();
        }
        ByteBuffer token = decoded(text, PAGE, PAGE_BYTES, Reason.INVALID_PAGE_TOKEN);
        requireGood(token, page.account(), list.first() + "/" + list.second(), Reason.INVALID_PAGE_TOKEN);
        return token.getLong(1 + Long.BYTES);
    }

    private void requireGood(ByteBuffer token, String account, String subject, Reason reason) {
        byte[] head = new byte[token.capacity() - MAC_BYTES];
        byte[] mac = new byte[MAC_BYTES];
        token.get(0, head).get(head.length, mac);
        if (!ConstantTime.equal(mac, mac(head, account, subject))) {
            throw bad(reason);
        }
        if (clock.instant().getEpochSecond() >= token.getLong(1)) {
            throw new Failure.Invalid(reason, "the token has expired");
        }
    }

    /** Account and subject hold no zero, so no two of them run into each other. */
    private byte[] mac(byte[] head, String account, String subject) {
        byte[] text = (account + "\0" + subject).getBytes(StandardCharsets.UTF_8);
        return keys.get()
                .tokenMac(ByteBuffer.allocate(head.length + text.length)
                        .put(head)
                        .put(text)
                        .array());
    }

    private static ByteBuffer decoded(String text, byte kind, int length, Reason reason) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // Bits that the last digit has too many would make two tokens of one.
            boolean exact = Base64.getEncoder().encodeToString(bytes).equals(text);
            if (exact && bytes.length == length && bytes[0] == kind) {
                return ByteBuffer.wrap(bytes);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw bad(reason);
    }

    private static String text(byte[] head, byte[] mac) {
        byte[] both =
                ByteBuffer.allocate(head.length + mac.length).put(head).put(mac).array();
        return Base64.getEncoder().encodeToString(both);
    }

    private static Failure bad(Reason reason) {
        return new Failure.Invalid(reason, "the token was not given to this account for this");
    }
}
