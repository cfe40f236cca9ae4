package io.ebsnap.device.nbd;

import io.ebsnap.device.BlockSource;
import io.ebsnap.device.ExportOpener;
import java.net.URI;
import java.util.concurrent.ThreadFactory;

/** Opens exports by our own client. Safe for use by several threads. */
public final class NbdExports implements ExportOpener {

    private final NbdLimits limits;
    private final ThreadFactory threads;

    /** {@code threads} makes one daemon thread for each connection, which ends with it. */
    public NbdExports(NbdLimits limits, ThreadFactory threads) {
        this.limits = limits;
        this.threads = threads;
    }

    @Override
    public BlockSource open(URI uri) {
        return NbdSource.open(NbdUri.parse(uri.toString()), limits, threads);
    }
}
