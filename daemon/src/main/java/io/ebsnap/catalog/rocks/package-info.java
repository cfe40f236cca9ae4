/** The index and the catalog's view in RocksDB, which nothing else knows of. */
@NullMarked
package io.ebsnap.catalog.rocks;

import org.jspecify.annotations.NullMarked;
