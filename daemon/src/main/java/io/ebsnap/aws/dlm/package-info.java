/** Policies for snapshots, as Amazon Data Lifecycle Manager has them. */
@org.jspecify.annotations.NullMarked
package io.ebsnap.aws.dlm;
