/** AES-256-GCM, keyed ids and key derivation. Only this package and kms use Bouncy Castle. */
@NullMarked
package io.ebsnap.crypto;

import org.jspecify.annotations.NullMarked;
