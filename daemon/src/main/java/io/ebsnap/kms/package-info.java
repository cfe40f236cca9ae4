/** The keystore, KMS keys and wrapped domain keys. Never logs or prints key bytes. */
@NullMarked
package io.ebsnap.kms;

import org.jspecify.annotations.NullMarked;
