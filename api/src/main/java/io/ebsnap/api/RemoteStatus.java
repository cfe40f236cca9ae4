package io.ebsnap.api;

/**
 * What a remote says of itself.
 *
 * @param software that it runs
 * @param storeId 32 hexadecimal digits
 * @param protocolVersion that both sides speak
 * @param mayRead whether it lets this daemon copy snapshots from there
 * @param mayWrite whether it lets this daemon copy snapshots to there
 * @param clockAheadMillis how far its clock is ahead of the one here; negative if it is behind
 * @param roundTripMillis how long it took to call it and be introduced
 */
public record RemoteStatus(
        String software,
        String storeId,
        int protocolVersion,
        boolean mayRead,
        boolean mayWrite,
        long clockAheadMillis,
        long roundTripMillis) {}
