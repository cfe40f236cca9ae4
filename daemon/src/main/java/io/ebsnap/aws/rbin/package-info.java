/** The Recycle Bin's rules, as AWS's service of that name has them. */
@org.jspecify.annotations.NullMarked
package io.ebsnap.aws.rbin;
