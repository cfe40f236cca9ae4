package io.ebsnap.catalog.rocks;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.WriteOptions;

/**
 * How RocksDB is set up, and the native objects that say so. Memory outside the heap is bounded by the block cache, in which
 * indexes and filters have to fit too (hence partitioned ones), and by the write buffers: {@value #CACHE_BYTES} +
 * {@value #WRITE_BUFFERS_BYTES} bytes, whatever the size of the index.
 */
final class RocksSettings implements AutoCloseable {

    static final long CACHE_BYTES = 32L << 20;
    static final long WRITE_BUFFERS_BYTES = 24L << 20;

    private static final int OPEN_FILES_MAX = 256;
    private static final long WAL_BYTES_MAX = 32L << 20;
    private static final long LOG_BYTES_MAX = 1L << 20;
    private static final int LOGS_KEPT = 3;
    private static final double BLOOM_BITS = 10;
    private static final long BLOCK_BYTES = 16L << 10;
    private static final long PARTITION_BYTES = 4L << 10;
    private static final long CHUNK_BUFFER_BYTES = 8L << 20;
    private static final long OTHER_BUFFER_BYTES = 2L << 20;

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final DBOptions database;
    private final ReadOptions reading;
    private final WriteOptions durably;
    private final WriteOptions lazily;
    private final BlockBasedTableConfig tableFormat;

    RocksSettings() {
        Cache cache = own(new LRUCache(CACHE_BYTES));
        BloomFilter bloom = own(new BloomFilter(BLOOM_BITS));
        this.tableFormat = tableFormat(cache, bloom);
        this.database = database(own(new DBOptions()));
        this.reading = own(new ReadOptions());
        this.durably = own(new WriteOptions()).setSync(true);
        this.lazily = own(new WriteOptions());
    }

    DBOptions database() {
        return database;
    }

    ReadOptions reading() {
        return reading;
    }

    /** A write is in the log on disk when it returns. */
    WriteOptions durably() {
        return durably;
    }

    /** A write is with the kernel when it returns. */
    WriteOptions lazily() {
        return lazily;
    }

    /** Options of a table; they live as long as these settings. */
    ColumnFamilyOptions of(Table table) {
        ColumnFamilyOptions options = own(new ColumnFamilyOptions());
        options.setTableFormatConfig(tableFormat);
        options.setCompressionType(CompressionType.NO_COMPRESSION);
        options.setMaxWriteBufferNumber(2);
        options.setWriteBufferSize(table == Table.CHUNK ? CHUNK_BUFFER_BYTES : OTHER_BUFFER_BYTES);
        return options;
    }

    /** Options for writing a table's files beside the database; to be closed by the caller. */
    Options forFilesOf(Table table) {
        return new Options(database, of(table));
    }

    /** Closes the native objects, the last made first. */
    @Override
    public void close() {
        while (!owned.isEmpty()) {
            ((AbstractNativeReference) owned.pop()).close();
        }
    }

    private <T extends AbstractNativeReference> T own(T object) {
        owned.push(object);
        return object;
    }

    private static BlockBasedTableConfig tableFormat(Cache cache, BloomFilter bloom) {
        BlockBasedTableConfig format = new BlockBasedTableConfig();
        format.setBlockCache(cache);
        format.setFilterPolicy(bloom);
        format.setBlockSize(BLOCK_BYTES);
        format.setIndexType(IndexType.kTwoLevelIndexSearch);
        format.setPartitionFilters(true);
        format.setMetadataBlockSize(PARTITION_BYTES);
        format.setCacheIndexAndFilterBlocks(true);
        format.setCacheIndexAndFilterBlocksWithHighPriority(true);
        format.setPinTopLevelIndexAndFilter(true);
        return format;
    }

    private static DBOptions database(DBOptions options) {
        options.setCreateIfMissing(true);
        options.setCreateMissingColumnFamilies(true);
        options.setMaxOpenFiles(OPEN_FILES_MAX);
        options.setMaxBackgroundJobs(2);
        options.setDbWriteBufferSize(WRITE_BUFFERS_BYTES);
        options.setMaxTotalWalSize(WAL_BYTES_MAX);
        options.setAvoidFlushDuringShutdown(true);
        options.setSkipStatsUpdateOnDbOpen(true);
        options.setStatsDumpPeriodSec(0);
        options.setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
        options.setMaxLogFileSize(LOG_BYTES_MAX);
        options.setKeepLogFileNum(LOGS_KEPT);
        return options;
    }
}
