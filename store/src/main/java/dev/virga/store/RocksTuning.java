package dev.virga.store;

import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.TablePropertiesCollectorFactory;

/// RocksDB's options and native helpers, opened and closed together with the database.
final class RocksTuning {
    private static final long BLOCK_CACHE_BYTES = 96L << 20;

    /// Also what a start after a crash reads again at most, roughly: it bounds the time to open.
    private static final long MEMTABLE_BYTES = 32L << 20;

    private static final long LOG_BYTES = 128L << 20;
    private static final long INFO_LOG_BYTES = 4L << 20;
    private static final int INFO_LOGS = 3;
    private static final int BLOCK_BYTES = 8 << 10;
    private static final long DELETION_WINDOW = 4_096;
    private static final int BLOOM_BITS = 10;
    private static final int BACKGROUND_JOBS = 2;

    private final LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS, false);
    // Queues leave rows of tombstones; tables full of them are rewritten soon.
    private final TablePropertiesCollectorFactory deletions =
            TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                    DELETION_WINDOW, DELETION_WINDOW / 2, 0.5);
    private final Options options = new Options();

    RocksTuning() {
        options.setCreateIfMissing(true)
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setMaxTotalWalSize(LOG_BYTES)
                .setBytesPerSync(1 << 20)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                // One thread writes: there is nobody to share the memtable or the log with.
                .setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false)
                // Opening must not flush nor look at every file.
                .setAvoidFlushDuringRecovery(true)
                .setSkipStatsUpdateOnDbOpen(true)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_BYTES)
                .setKeepLogFileNum(INFO_LOGS);
        options.setTableFormatConfig(new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(bloom)
                .setBlockSize(BLOCK_BYTES));
        options.setTablePropertiesCollectorFactory(List.of(deletions));
    }

    RocksDB open(Path rows) throws RocksDBException {
        try {
            return RocksDB.open(options, rows.toString());
        } catch (RocksDBException e) {
            closeOptions();
            throw e;
        }
    }

    /// Leaves the newest rows in tables, so that the next opening has no log to read again.
    void close(RocksDB db) {
        try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
            db.flush(wait);
        } catch (RocksDBException e) {
            // The log has it all; the next opening only takes longer.
            System.getLogger(RocksTuning.class.getName()).log(System.Logger.Level.WARNING, "No last flush.", e);
        }
        db.close();
        closeOptions();
    }

    private void closeOptions() {
        options.close();
        deletions.close();
        bloom.close();
        cache.close();
    }
}
