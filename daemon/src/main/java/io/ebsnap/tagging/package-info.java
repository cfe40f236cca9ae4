/** Tags of snapshots, volumes, images and retention rules, by their ids. */
@NullMarked
package io.ebsnap.tagging;

import org.jspecify.annotations.NullMarked;
