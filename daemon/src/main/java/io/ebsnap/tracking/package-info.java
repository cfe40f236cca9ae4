/** What changed in a volume since a snapshot of it: trackers that tell, tags that compare, and how far either is believed. */
@NullMarked
package io.ebsnap.tracking;

import org.jspecify.annotations.NullMarked;
