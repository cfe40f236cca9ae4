package io.ebsnap.tracking;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.TagFile;
import io.ebsnap.identity.DomainId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of the tags of the volumes' last snapshots, {@code docs/format/tags.md}. Safe for use by several threads. */
final class TagStore {

    private static final Logger LOG = LoggerFactory.getLogger(TagStore.class);
    private static final String SUFFIX = ".tags";

    private final Path directory;
    private final Function<DomainId, DomainKeys> keys;
    private final AeadCipher cipher;
    private final SecureRandom random;

    /** @param directory made, for root alone, when there is something to put there */
    TagStore(Path directory, Function<DomainId, DomainKeys> keys, AeadCipher cipher, SecureRandom random) {
        this.directory = directory;
        this.keys = keys;
        this.cipher = cipher;
        this.random = random;
    }

    BlockTagger tagger(TrackedSnapshot snapshot) {
        return new BlockTagger(cipher, keys.apply(snapshot.domain()).blockTagKey(snapshot.volume()));
    }

    /** Begins the tags of a snapshot; empty if they cannot be written, which is logged. */
    Optional<TagWriter> begin(TrackedSnapshot snapshot) {
        byte[] salt = new byte[TagFile.SALT_BYTES];
        random.nextBytes(salt);
        byte[] head = new TagFile(snapshot.domain(), salt, snapshot.sizeBytes(), snapshot.volume(), snapshot.snapshot())
                .encode();
        TagSealing sealing =
                new TagSealing(cipher, keys.apply(snapshot.domain()).tagFileKey(salt), head);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return Optional.of(TagWriter.begin(file(snapshot.volume(), snapshot.snapshot()), head, sealing));
        } catch (IOException failed) {
            sealing.close();
            LOG.warn("snapshot={} its tags cannot be kept: {}", snapshot.snapshot(), failed.toString());
            return Optional.empty();
        }
    }

    /**
     * The tags of a completed snapshot.
     *
     * @throws Failure with words that say why there are none
     */
    TagReader open(TrackedSnapshot snapshot) {
        Path file = file(snapshot.volume(), snapshot.snapshot());
        FileChannel channel = null;
        TagSealing sealing = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            byte[] head = head(channel);
            TagFile found = TagFile.decode(head);
            requireSame(found, snapshot);
            sealing = new TagSealing(cipher, keys.apply(found.domain()).tagFileKey(found.salt()), head);
            return TagReader.open(channel, sealing, snapshot);
        } catch (NoSuchFileException none) {
            throw new Failure.NotFound("no tags of " + snapshot.snapshot() + " are kept", none);
        } catch (IOException failed) {
            close(channel, sealing);
            throw new Failure.Unavailable("the tags cannot be read: " + failed.getMessage(), failed);
        } catch (RuntimeException failed) {
            close(channel, sealing);
            throw failed;
        }
    }

    /** Removes the tags of a volume's snapshots but one. */
    void keepOnly(String volume, String snapshot) {
        remove(name -> name.startsWith(volume + ".") && !name.equals(volume + "." + snapshot));
    }

    /** Removes all tags of a volume. */
    void forget(String volume) {
        remove(name -> name.startsWith(volume + "."));
    }

    /** Removes the tags of snapshots that something does not hold for. */
    void sweep(Predicate<String> exists) {
        remove(name -> !exists.test(name.substring(name.indexOf('.') + 1)));
    }

    private void remove(Predicate<String> named) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (named.test(name.substring(0, name.length() - SUFFIX.length()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            LOG.warn("tags in {} could not be removed: {}", directory, failed.toString());
        }
    }

    private Path file(String volume, String snapshot) {
        return directory.resolve(volume + "." + snapshot + SUFFIX);
    }

    private static byte[] head(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(TagFile.HEAD_BYTES);
        while (head.hasRemaining()) {
            if (channel.read(head) < 0) {
                throw new Failure.Corrupt("the file of its tags has no head");
            }
        }
        return head.array();
    }

    private static void requireSame(TagFile found, TrackedSnapshot expected) {
        boolean same = found.domain().equals(expected.domain())
                && found.sizeBytes() == expected.sizeBytes()
                && found.volume().equals(expected.volume())
                && found.snapshot().equals(expected.snapshot());
        if (!same) {
            throw new Failure.Corrupt("the tags kept are of another snapshot, volume, key or size");
        }
    }

    private static void close(@Nullable FileChannel channel, @Nullable TagSealing sealing) {
        if (sealing != null) {
            sealing.close();
        }
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException unimportant) {
                LOG.debug("nothing was written: {}", unimportant.toString());
            }
        }
    }
}
