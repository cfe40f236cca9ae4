package io.ebsnap.chunk;

import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** A chunk store over parts that a test can look into, replace and open again. */
final class ChunkStoreFixture {

    static final DomainId DOMAIN = DomainId.parse("000102030405060708090a0b0c0d0e0f");
    static final DomainId OTHER_DOMAIN = DomainId.parse("f00102030405060708090a0b0c0d0e0f");
    static final DomainId LOCKED_DOMAIN = DomainId.parse("ff0102030405060708090a0b0c0d0e0f");

    /** Length of the contents that {@link #store} stores. */
    static final int LENGTH = 600;

    private static final AeadCipher CIPHER = AeadCiphers.fastest();
    private static final Lz4Blocks LZ4 = Lz4Blocks.load();
    private static final Map<DomainId, DomainKeys> KEYS = Map.of(
            DOMAIN, DomainKeys.derive(DOMAIN, filled(1)), OTHER_DOMAIN, DomainKeys.derive(OTHER_DOMAIN, filled(2)));

    ObjectStore objects = new MemoryObjectStore();
    ChunkIndex index = new MemoryChunkIndex();
    /** What opens index and objects again after a crash; those in memory outlive it. */
    Runnable reopen = () -> {};

    Executor commits = Runnable::run;
    ChunkLimits limits = ChunkLimits.DEFAULT;
    final AtomicReference<CrashPoints> crashPoints = new AtomicReference<>(CrashPoints.NONE);
    final List<String> damage = new ArrayList<>();
    private final SeededRandom random;

    ChunkStoreFixture(long seed) {
        this.random = new SeededRandom(seed);
    }

    static DomainKeys keys(DomainId domain) {
        DomainKeys keys = KEYS.get(domain);
        if (keys == null) {
            throw new Failure.Denied("the key of domain " + domain + " is disabled");
        }
        return keys;
    }

    ChunkStoreParts parts() {
        return new ChunkStoreParts(
                objects,
                index,
                ChunkStoreFixture::keys,
                CIPHER,
                LZ4,
                LZ4,
                random,
                commits,
                () -> 0,
                name -> crashPoints.get().reached(name),
                this::damaged,
                limits);
    }

    /** The objects without a hook. */
    ObjectStore unhooked() {
        return objects instanceof HookedObjectStore hooked ? hooked.store() : objects;
    }

    ChunkStore open() {
        return new ChunkStore(parts());
    }

    /** Opens the store as a daemon does: index and packs are in line. */
    ChunkStore openReconciled() {
        ChunkStore store = open();
        store.reconcile((pack, chunk) -> false);
        return store;
    }

    /** Content of a length, of which about half can be compressed away. */
    static byte[] content(long seed, int length) {
        byte[] content = new byte[length];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < length; i++) {
            content[i] = i % 512 < 256 ? (byte) random.nextInt() : (byte) seed;
        }
        return content;
    }

    /** Prepares, appends and names a chunk. */
    static ChunkId put(ChunkWriter writer, byte[] content) {
        return put(writer, ChunkKind.DATA, content);
    }

    static ChunkId put(ChunkWriter writer, ChunkKind kind, byte[] content) {
        try (PreparedChunk chunk = writer.prepare(kind, ArraySlice.of(content))) {
            writer.append(chunk);
            return chunk.id();
        }
    }

    static byte[] get(ChunkStore store, ChunkId id) {
        byte[] target = new byte[512 * 1024];
        int length = store.reader().read(DOMAIN, ChunkKind.DATA, id, ArraySlice.of(target));
        return Arrays.copyOf(target, length);
    }

    long packCount() {
        try (var names = objects.list(PackNames.PREFIX)) {
            return names.count();
        }
    }

    List<PackId> packs() {
        try (var names = objects.list(PackNames.PREFIX)) {
            return names.map(PackNames::parse).toList();
        }
    }

    /** Stores contents and records nothing of it. */
    List<ChunkId> store(ChunkStore store, long... contents) {
        List<ChunkId> ids = new ArrayList<>();
        try (ChunkWriter writer = store.openWriter(DOMAIN, contents.length)) {
            for (long content : contents) {
                ids.add(put(writer, content(content, LENGTH)));
            }
            writer.flush();
        }
        return ids;
    }

    /** Collects what is none of {@code live}. */
    static CollectionOutcome collect(ChunkStore store, Collection<ChunkId> live) {
        return store.collect(CollectionOrder.of(DOMAIN, (domain, keep) -> live.forEach(keep)));
    }

    byte[] bytesOf(PackId pack) {
        byte[] bytes = new byte[(int) objects.size(PackNames.of(pack))];
        objects.read(PackNames.of(pack), 0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** What a bad medium does: other bytes under the same name. */
    void overwrite(PackId pack, byte[] bytes) {
        objects.delete(PackNames.of(pack));
        objects.putIfAbsent(PackNames.of(pack), ByteBuffer.wrap(bytes));
    }

    private synchronized void damaged(ChunkId chunk, PackId pack, String reason) {
        damage.add(chunk + " in " + pack + ": " + reason);
    }

    private static byte[] filled(int value) {
        byte[] key = new byte[AeadCipher.KEY_BYTES];
        Arrays.fill(key, (byte) value);
        return key;
    }
}
