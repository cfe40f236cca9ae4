package io.ebsnap.api;

/**
 * Random bytes.
 *
 * @param plaintext base64
 */
public record RandomPlaintext(Secret plaintext) {}
