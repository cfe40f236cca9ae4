package io.ebsnap.api;

import java.util.List;

/** What is stored under each KMS key that anything is stored under. */
public record KeySizeList(List<KeySize> keySizes) {}
