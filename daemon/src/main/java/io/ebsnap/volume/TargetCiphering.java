package io.ebsnap.volume;

import io.ebsnap.crypto.XtsCipher;

/**
 * What all encrypted targets share.
 *
 * @param xts encrypts and decrypts
 * @param pieces that they do it in
 */
record TargetCiphering(XtsCipher xts, CipherPieces pieces) {}
