package io.ebsnap.direct;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.UploadEnvelope;
import io.ebsnap.format.UploadPart;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was acknowledged of one upload, as objects of the store: {@code docs/format/direct.md}. Parts are numbered from 1; a checkpoint stands for
 * everything before it. Used by one thread at a time.
 */
final class UploadJournal {

    private static final Logger LOG = LoggerFactory.getLogger(UploadJournal.class);
    private static final String PREFIX = "direct/";
    private static final int NUMBER_DIGITS = 16;

    private final DirectContext context;
    private final SnapshotId snapshot;
    private final DomainId domain;
    private long last;

    UploadJournal(DirectContext context, SnapshotId snapshot, DomainId domain) {
        this.context = context;
        this.snapshot = snapshot;
        this.domain = domain;
    }

    /**
     * What is there.
     *
     * @param checkpoint the last one; empty if there is none
     * @param blocks what came after it, in order
     */
    record Content(Optional<UploadPart.Checkpoint> checkpoint, List<UploadPart.Blocks> blocks) {}

    /** The snapshots that have a journal. */
    static Set<SnapshotId> snapshots(ObjectStore objects) {
        Set<SnapshotId> found = new HashSet<>();
        try (Stream<ObjectName> names = objects.list(PREFIX)) {
            names.map(name -> name.value().split("/", -1)[1])
                    .filter(SnapshotId::isValid)
                    .forEach(id -> found.add(new SnapshotId(id)));
        }
        return found;
    }

    /** Removes all of a snapshot's, as far as it can be: what is left goes when the daemon starts next. */
    static void clear(DirectContext context, SnapshotId snapshot) {
        try {
            remove(context, snapshot);
        } catch (Failure e) {
            LOG.warn("snapshot={} what is left of its journal stays for now: {}", snapshot, e.getMessage());
        }
    }

    /**
     * Makes sure that there is nothing of a snapshot's, before it begins: it may have the id of an earlier one, of which something is being removed.
     *
     * @throws Failure if it is not removed
     */
    static void requireNone(DirectContext context, SnapshotId snapshot) {
        try {
            CompletableFuture.runAsync(() -> remove(context, snapshot), context.tidying())
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Failure cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void remove(DirectContext context, SnapshotId snapshot) {
        names(context.storage().objects(), snapshot).forEach(context.storage().objects()::delete);
    }

    /**
     * Makes a part durable. If it fails, the part may be there or not; the next one has another number all the same.
     *
     * @return its number
     */
    long append(UploadPart part) {
        long number = ++last;
        ObjectName name = name(number);
        if (!context.storage().objects().putIfAbsent(name, ByteBuffer.wrap(sealed(name, part)))) {
            throw new Failure.Internal("there is an object " + name + " already", null);
        }
        return number;
    }

    /**
     * Reads what counts.
     *
     * @throws Failure.Corrupt if it is damaged
     * @throws Failure.Denied if the key is not to be had
     */
    Content load() {
        List<ObjectName> names = names(context.storage().objects(), snapshot);
        last = names.isEmpty() ? 0 : number(names.getLast());
        List<UploadPart.Blocks> blocks = new ArrayList<>();
        for (ObjectName name : names.reversed()) {
            switch (read(name)) {
                case UploadPart.Checkpoint checkpoint -> {
                    return new Content(Optional.of(checkpoint), blocks.reversed());
                }
                case UploadPart.Blocks part -> blocks.add(part);
            }
        }
        return new Content(Optional.empty(), blocks.reversed());
    }

    /** Removes what a checkpoint stands for; what is left of it counts for nothing. */
    void removeBefore(long checkpoint) {
        context.tidying().execute(() -> {
            try {
                names(context.storage().objects(), snapshot).stream()
                        .filter(name -> number(name) < checkpoint)
                        .forEach(context.storage().objects()::delete);
            } catch (Failure e) {
                LOG.warn("snapshot={} old parts of its journal stay for now: {}", snapshot, e.getMessage());
            }
        });
    }

    private ObjectName name(long number) {
        return new ObjectName(PREFIX + snapshot + "/" + HexFormat.of().toHexDigits(number));
    }

    /** In the order of their numbers. */
    private static List<ObjectName> names(ObjectStore objects, SnapshotId snapshot) {
        try (Stream<ObjectName> names = objects.list(PREFIX + snapshot + "/")) {
            return names.filter(UploadJournal::isNumbered).sorted().toList();
        }
    }

    private static boolean isNumbered(ObjectName name) {
        String last = name.value().substring(name.value().lastIndexOf('/') + 1);
        return last.length() == NUMBER_DIGITS && last.chars().allMatch(HexFormat::isHexDigit);
    }

    private static long number(ObjectName name) {
        return HexFormat.fromHexDigitsToLong(name.value().substring(name.value().lastIndexOf('/') + 1));
    }

    private UploadPart read(ObjectName name) {
        long size = context.storage().objects().size(name);
        if (size > UploadEnvelope.BYTES_MAX) {
            throw new Failure.Corrupt(name + " has " + size + " bytes");
        }
        byte[] bytes = new byte[(int) size];
        context.storage().objects().read(name, 0, ByteBuffer.wrap(bytes));
        UploadEnvelope envelope = UploadEnvelope.decode(bytes);
        if (!envelope.domain().equals(domain)) {
            throw new Failure.Corrupt(name + " is sealed under domain " + envelope.domain() + " instead of " + domain);
        }
        ArraySlice sealed = envelope.body();
        byte[] body = new byte[sealed.length() - AeadCipher.TAG_BYTES];
        byte[] key = key(name);
        try {
            context.storage()
                    .cipher()
                    .open(key, envelope.nonce(), associated(name, envelope.kind()), sealed, ArraySlice.of(body));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return UploadPart.decode(envelope.kind(), body);
    }

    private byte[] sealed(ObjectName name, UploadPart part) {
        byte[] body = part.encode();
        byte[] target = new byte[body.length + AeadCipher.TAG_BYTES];
        byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
        context.surroundings().random().nextBytes(nonce);
        byte[] key = key(name);
        try {
            context.storage()
                    .cipher()
                    .seal(key, nonce, associated(name, part.kind()), ArraySlice.of(body), ArraySlice.of(target));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return UploadEnvelope.of(part.kind(), domain, nonce, target).bytes();
    }

    private byte[] key(ObjectName name) {
        return context.storage().keyring().keysInUse(domain).journalKey(name.value());
    }

    private ArraySlice associated(ObjectName name, UploadPart.Kind kind) {
        byte[] frame = UploadEnvelope.authenticated(kind, domain);
        byte[] text = name.value().getBytes(StandardCharsets.UTF_8);
        return ArraySlice.of(ByteBuffer.allocate(frame.length + text.length)
                .put(frame)
                .put(text)
                .array());
    }
}
