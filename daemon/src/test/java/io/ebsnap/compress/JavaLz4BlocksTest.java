package io.ebsnap.compress;

/** LZ4 without its native library. */
class JavaLz4BlocksTest implements BlockCompressionContract {

    private final Lz4Blocks blocks = Lz4Blocks.pureJava();

    @Override
    public BlockCompressor compressor() {
        return blocks;
    }

    @Override
    public BlockDecompressor decompressor() {
        return blocks;
    }
}
