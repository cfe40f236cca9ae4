package io.ebsnap.catalog;

/**
 * What a managed volume's bytes lie in.
 *
 * @param path absolute: a file or a device
 * @param own whether ebsnap made the file, and removes it with the volume
 * @param startsAsZeros whether what nobody wrote is zeros there
 */
public record VolumeTargetRecord(String path, boolean own, boolean startsAsZeros) {}
