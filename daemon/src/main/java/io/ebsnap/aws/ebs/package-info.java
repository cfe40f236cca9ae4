/** The EBS direct APIs: blocks in and out over REST. */
@org.jspecify.annotations.NullMarked
package io.ebsnap.aws.ebs;
