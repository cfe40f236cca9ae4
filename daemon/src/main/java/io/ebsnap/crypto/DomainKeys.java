package io.ebsnap.crypto;

import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of a dedup domain, all derived from its 32-byte domain key: see {@code docs/format/keystore.md}. Safe for use by several
 * threads. The key bytes are zeroed when it is closed; after that every call fails.
 */
public final class DomainKeys implements AutoCloseable {

    private final DomainId domain;
    private final HmacKey dataId;
    private final HmacKey pageId;
    private final HmacKey seal;
    private final HmacKey pack;
    private final HmacKey catalog;
    private final HmacKey tags;
    private final HmacKey audit;
    private final HmacKey volume;
    private final HmacKey access;
    private final HmacKey direct;

    private DomainKeys(DomainId domain, HmacKey root) {
        this.domain = domain;
        this.dataId = derived(root, "ebsnap data id v1");
        this.pageId = derived(root, "ebsnap page id v1");
        this.seal = derived(root, "ebsnap seal v1");
        this.pack = derived(root, "ebsnap pack v1");
        this.catalog = derived(root, "ebsnap catalog v1");
        this.tags = derived(root, "ebsnap tags v1");
        this.audit = derived(root, "ebsnap audit v1");
        this.volume = derived(root, "ebsnap volume v1");
        this.access = derived(root, "ebsnap access v1");
        this.direct = derived(root, "ebsnap direct v1");
    }

    /**
     * Derives the keys of a domain.
     *
     * @param domainKey 32 bytes; the caller's, who should zero it
     */
    public static DomainKeys derive(DomainId domain, byte[] domainKey) {
        if (domainKey.length != AeadCipher.KEY_BYTES) {
            throw new IllegalArgumentException("a domain key has 32 bytes, not " + domainKey.length);
        }
        try (HmacKey root = HmacKey.of(domainKey)) {
            return new DomainKeys(domain, root);
        }
    }

    /** Whose keys these are. */
    public DomainId domain() {
        return domain;
    }

    /** The id of a content: a keyed hash, with another key for each kind. */
    public ChunkId idOf(ChunkKind kind, ArraySlice plaintext) {
        HmacKey key = switch (kind) {
            case DATA -> dataId;
            case PAGE -> pageId;
        };
        return ChunkId.of(key.mac(plaintext));
    }

    /** The AES key of one chunk: the caller should zero it after use. */
    public byte[] chunkKey(ChunkId id) {
        return seal.expand(concat(ascii("ebsnap chunk v1"), id.bytes()));
    }

    /** The authentication of a pack's footer: 32 bytes. */
    public byte[] packMac(ArraySlice footer) {
        return pack.mac(footer);
    }

    /** Whether {@code mac} is the authentication of a pack's footer; the time that it takes tells nothing of the right one. */
    public boolean isPackMac(ArraySlice footer, byte[] mac) {
        return ConstantTime.equal(packMac(footer), mac);
    }

    /** The AES key of one catalog record: the caller should zero it after use. */
    public byte[] recordKey(String objectName) {
        return catalog.expand(concat(ascii("ebsnap catalog v1"), objectName.getBytes(StandardCharsets.UTF_8)));
    }

    /** The authentication of a message of the audit log: 32 bytes. */
    public byte[] auditMac(byte[] message) {
        return audit.mac(new ArraySlice(message, 0, message.length));
    }

    /** The AES key of the lines of the audit log: the caller should zero it after use. */
    public byte[] auditSealKey() {
        return audit.expand(ascii("ebsnap audit seal v1"));
    }

    /** The AES key of the tags of one volume's blocks: the caller should zero it after use. */
    public byte[] blockTagKey(String volume) {
        return tags.expand(concat(ascii("ebsnap block tag v1"), volume.getBytes(StandardCharsets.UTF_8)));
    }

    /** The AES key of one file of tags, by its salt: the caller should zero it after use. */
    public byte[] tagFileKey(byte[] salt) {
        return tags.expand(concat(ascii("ebsnap tag file v1"), salt));
    }

    /** The AES key that seals the key of one holder's target: the caller should zero it after use. */
    public byte[] volumeSealKey(String holder) {
        return volume.expand(concat(ascii("ebsnap volume key v1"), holder.getBytes(StandardCharsets.UTF_8)));
    }

    /** The AES key that seals the secret of one access key: the caller should zero it after use. */
    public byte[] accessSealKey(String accessKeyId) {
        return access.expand(concat(ascii("ebsnap access key v1"), accessKeyId.getBytes(StandardCharsets.UTF_8)));
    }

    /** The AES key of one object of the journal of an upload: the caller should zero it after use. */
    public byte[] journalKey(String objectName) {
        return direct.expand(concat(ascii("ebsnap direct journal v1"), objectName.getBytes(StandardCharsets.UTF_8)));
    }

    /** The authentication of a token of the direct APIs: 32 bytes. */
    public byte[] tokenMac(byte[] message) {
        return direct.mac(ArraySlice.of(concat(ascii("ebsnap direct token v1"), message)));
    }

    @Override
    public void close() {
        dataId.close();
        pageId.close();
        seal.close();
        pack.close();
        catalog.close();
        tags.close();
        audit.close();
        volume.close();
        access.close();
        direct.close();
    }

    @Override
    public String toString() {
        return "DomainKeys[" + domain + "]";
    }

    private HmacKey derived(HmacKey root, String label) {
        byte[] key = root.expand(concat(ascii(label), domain.bytes()));
        try {
            return HmacKey.of(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
