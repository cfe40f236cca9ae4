package io.ebsnap.catalog;

/**
 * That a snapshot is, or was, written block by block by a client.
 *
 * @param timeoutMinutes how long nothing may be put until it fails, 10..4320
 * @param orderDigest 32 hexadecimal digits, of what was ordered: by it a repeated order is told from another one under the same token
 */
public record SnapshotUpload(int timeoutMinutes, String orderDigest) {}
