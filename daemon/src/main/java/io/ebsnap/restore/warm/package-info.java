/** Fast restore: images of snapshots that volumes are made of at once. */
@NullMarked
package io.ebsnap.restore.warm;

import org.jspecify.annotations.NullMarked;
