/** The store in a directory of a local file system: see {@code docs/format/store.md}. */
@NullMarked
package io.ebsnap.store.file;

import org.jspecify.annotations.NullMarked;
