package io.ebsnap.api;

/**
 * How fast one stage of a pipeline could go if it alone were the limit.
 *
 * @param stage such as {@code read}, {@code hash}, {@code seal}, {@code write}
 * @param bytesPerSecond of the stage while it is busy
 */
public record StageRate(String stage, long bytesPerSecond) {}
