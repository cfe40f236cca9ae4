/** What AWS's own tools ask for, as it comes and is answered: {@code docs/design/aws.md}. */
@NullMarked
package io.ebsnap.aws;

import org.jspecify.annotations.NullMarked;
