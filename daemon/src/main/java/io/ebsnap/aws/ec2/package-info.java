/** EC2's query API over the actions of the control protocol. */
@NullMarked
package io.ebsnap.aws.ec2;

import org.jspecify.annotations.NullMarked;
