package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptCopyTest {

    private static final KeptCopy NOTE = new KeptCopy(
            true,
            new KeptCopy.Content(
                    "vol-0123456789abcdef0",
                    "snap-fedcba98765432100",
                    DomainId.parse("000102030405060708090a0b0c0d0e0f"),
                    (3L << 30) + 4096,
                    Optional.of(ChunkId.parse("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"))),
            1 << 20,
            new KeptCopy.Inode(
                    131, (3L << 30) + (1 << 20) + 4096, 1_770_091_506_789_012_345L, 1_770_091_507_000_000_001L),
            "/srv/images/.ebsnap/vol-0123456789abcdef0.kept");

    @Test
    void goldenNoteOfVersionOneReadsAndWrites() throws IOException {
        byte[] golden = golden();
        assertThat(KeptCopy.decode(golden)).isEqualTo(NOTE);
        assertThat(NOTE.encode()).isEqualTo(golden);
    }

    @Test
    void noteWithoutRootThatDoesNotCountComesBackAsItWas() {
        KeptCopy.Content of = new KeptCopy.Content("vol-1", "snap-1", NOTE.of().domain(), 1, Optional.empty());
        KeptCopy note = new KeptCopy(false, of, 0, KeptCopy.Inode.NONE, "/\u00fc");
        assertThat(KeptCopy.decode(note.encode())).isEqualTo(note);
    }

    @Test
    void pathOfNoLengthAndOfTooGreatIsRefused() {
        for (String path : new String[] {"", "x".repeat(KeptCopy.PATH_BYTES_MAX + 1)}) {
            KeptCopy note = new KeptCopy(true, NOTE.of(), 0, KeptCopy.Inode.NONE, path);
            assertThatThrownBy(note::encode).isInstanceOf(Failure.Invalid.class);
        }
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(KeptCopyTest.class.getResourceAsStream("/golden/kept-copy-v1"))) {
            return in.readAllBytes();
        }
    }
}
