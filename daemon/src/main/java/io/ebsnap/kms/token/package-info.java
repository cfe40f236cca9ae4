/** Material of KMS keys in a PKCS#11 token. */
@NullMarked
package io.ebsnap.kms.token;

import org.jspecify.annotations.NullMarked;
