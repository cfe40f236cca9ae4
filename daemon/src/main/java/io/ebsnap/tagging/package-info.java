/** Tags of snapshots, volumes and images, by their ids. */
@NullMarked
package io.ebsnap.tagging;

import org.jspecify.annotations.NullMarked;
