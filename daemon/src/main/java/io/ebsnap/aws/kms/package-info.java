/** KMS in JSON 1.1: what the target of a request names becomes a request of the control protocol. */
@org.jspecify.annotations.NullMarked
package io.ebsnap.aws.kms;
