package io.ebsnap.chunk;

import io.ebsnap.compress.BlockCompressor;
import io.ebsnap.compress.BlockDecompressor;
import io.ebsnap.compress.Codec;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ChunkRecordHeader;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Content to sealed record and back, as {@code docs/format/chunk.md} says. Keeps neither keys nor content. Safe for use by several
 * threads.
 */
final class ChunkSealer {

    private final AeadCipher cipher;
    private final BlockCompressor compressor;
    private final BlockDecompressor decompressor;
    private final SecureRandom nonces;
    private final SlabPool scratch = new SlabPool(ChunkRecordHeader.PLAINTEXT_BYTES_MAX);

    ChunkSealer(AeadCipher cipher, BlockCompressor compressor, BlockDecompressor decompressor, SecureRandom nonces) {
        this.cipher = cipher;
        this.compressor = compressor;
        this.decompressor = decompressor;
        this.nonces = nonces;
    }

    /**
     * Compresses and seals a content into {@code record}.
     *
     * @param plaintext whose keyed hash is {@code name.id()}
     * @param record has room for the longest record that this content can become
     * @param stages is told what compressing and sealing took
     * @return length of the record
     */
    int seal(DomainKeys keys, ChunkName name, ArraySlice plaintext, ArraySlice record, WriteStages stages) {
        ArraySlice compressed = scratch.take();
        try {
            long began = stages.now();
            OptionalInt length = compressor.compress(plaintext, compressed);
            stages.add(WriteStage.COMPRESS, began, plaintext.length());
            began = stages.now();
            Codec codec = length.isPresent() ? compressor.codec() : Codec.RAW;
            ArraySlice content = length.isPresent() ? prefix(compressed, length.getAsInt()) : plaintext;
            int recordLength = sealContent(keys, header(name, codec, plaintext, content), content, record);
            stages.add(WriteStage.SEAL, began, content.length());
            return recordLength;
        } finally {
            scratch.giveBack(compressed);
        }
    }

    /**
     * Opens a record and proves its content: everything that chunk.md asks for, in its order.
     *
     * @param name as asked for
     * @param record exactly one record
     * @param target has room for the plaintext; zeroed where it was touched if the call fails
     * @return length of the plaintext
     * @throws Failure.Corrupt if anything is not as it was stored
     * @throws Failure.Invalid if the target is too small
     */
    int open(DomainKeys keys, ChunkName name, ArraySlice record, ArraySlice target) {
        ChunkRecordHeader header = ChunkRecordHeader.decode(record);
        requireSame(name, header, record.length());
        if (target.length() < header.plaintextLength()) {
            throw tooSmall(keys, header, record, target);
        }
        return openWhole(keys, header, record, prefix(target, header.plaintextLength()));
    }

    private int openWhole(DomainKeys keys, ChunkRecordHeader header, ArraySlice record, ArraySlice plaintext) {
        try {
            openContent(keys, header, record, plaintext);
            requireId(keys, header, plaintext);
            return plaintext.length();
        } catch (RuntimeException e) {
            Arrays.fill(plaintext.array(), plaintext.offset(), plaintext.offset() + plaintext.length(), (byte) 0);
            throw e;
        }
    }

    /** A length that is too much for the caller may be a damaged one: only the tag tells. */
    private Failure tooSmall(DomainKeys keys, ChunkRecordHeader header, ArraySlice record, ArraySlice target) {
        ArraySlice plaintext = scratch.take();
        try {
            int length = openWhole(keys, header, record, prefix(plaintext, header.plaintextLength()));
            return new Failure.Invalid(
                    "chunk " + header.id() + " has " + length + " bytes; the target has room for " + target.length());
        } finally {
            scratch.giveBack(plaintext);
        }
    }

    private static ChunkRecordHeader header(ChunkName name, Codec codec, ArraySlice plaintext, ArraySlice content) {
        return new ChunkRecordHeader(
                name.kind(),
                codec.code(),
                plaintext.length(),
                content.length() + ChunkRecordHeader.TAG_BYTES,
                name.domain(),
                name.id());
    }

    private int sealContent(DomainKeys keys, ChunkRecordHeader header, ArraySlice content, ArraySlice record) {
        header.encode(record);
        byte[] nonce = new byte[ChunkRecordHeader.NONCE_BYTES];
        nonces.nextBytes(nonce);
        System.arraycopy(nonce, 0, record.array(), record.offset() + ChunkRecordHeader.NONCE_OFFSET, nonce.length);
        byte[] key = keys.chunkKey(header.id());
        try {
            cipher.seal(key, nonce, authenticated(record), content, payload(record, header.payloadLength()));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return header.recordLength();
    }

    private void openContent(DomainKeys keys, ChunkRecordHeader header, ArraySlice record, ArraySlice plaintext) {
        if (Codec.ofCode(header.codec()) == Codec.RAW) {
            requireLength(header, header.payloadLength() - ChunkRecordHeader.TAG_BYTES);
            decrypt(keys, header.id(), record, plaintext);
            return;
        }
        ArraySlice compressed = scratch.take();
        try {
            int length = decrypt(keys, header.id(), record, compressed);
            decompressor.decompress(Codec.ofCode(header.codec()), prefix(compressed, length), plaintext);
        } finally {
            scratch.giveBack(compressed);
        }
    }

    private int decrypt(DomainKeys keys, ChunkId id, ArraySlice record, ArraySlice target) {
        int nonceFrom = record.offset() + ChunkRecordHeader.NONCE_OFFSET;
        byte[] nonce = Arrays.copyOfRange(record.array(), nonceFrom, nonceFrom + ChunkRecordHeader.NONCE_BYTES);
        byte[] key = keys.chunkKey(id);
        try {
            ArraySlice payload = payload(record, record.length() - ChunkRecordHeader.BYTES);
            return cipher.open(key, nonce, authenticated(record), payload, target);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static void requireSame(ChunkName name, ChunkRecordHeader header, int recordLength) {
        if (header.recordLength() != recordLength) {
            throw new Failure.Corrupt(
                    "chunk record says " + header.recordLength() + " bytes instead of " + recordLength);
        }
        ChunkName found = new ChunkName(header.domain(), header.kind(), header.id());
        if (!found.equals(name)) {
            throw new Failure.Corrupt("record of " + found + " stands where " + name + " should");
        }
    }

    private static void requireLength(ChunkRecordHeader header, int found) {
        if (found != header.plaintextLength()) {
            throw new Failure.Corrupt("raw chunk " + header.id() + " has " + found + " bytes instead of the "
                    + header.plaintextLength() + " that its record says");
        }
    }

    private static void requireId(DomainKeys keys, ChunkRecordHeader header, ArraySlice plaintext) {
        ChunkId found = keys.idOf(header.kind(), plaintext);
        if (!found.equals(header.id())) {
            throw new Failure.Corrupt("content of chunk " + header.id() + " has the id " + found);
        }
    }

    private static ArraySlice authenticated(ArraySlice record) {
        return prefix(record, ChunkRecordHeader.AUTHENTICATED_BYTES);
    }

    private static ArraySlice payload(ArraySlice record, int length) {
        return new ArraySlice(record.array(), record.offset() + ChunkRecordHeader.BYTES, length);
    }

    private static ArraySlice prefix(ArraySlice slice, int length) {
        return new ArraySlice(slice.array(), slice.offset(), length);
    }
}
