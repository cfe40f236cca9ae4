package io.ebsnap.service;

import io.ebsnap.api.GeneralRequest.GetStatus;
import io.ebsnap.api.Status;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.control.ActionHandler;
import io.ebsnap.metrics.DaemonMetrics;
import io.ebsnap.metrics.MeasuredVolume;
import io.ebsnap.metrics.MetricsServer;
import io.ebsnap.metrics.ScrapeLimits;
import io.ebsnap.socket.SocketPlace;
import io.ebsnap.store.Zones;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The metrics of a daemon, given out. */
final class GivenMetrics {

    private GivenMetrics() {}

    /**
     * Begins to give them out.
     *
     * @param administrator says how the daemon does
     */
    static MetricsServer start(
            Engine engine, Zones zones, ActionHandler administrator, EbsnapdConfig config, LongSupplier nanoTime) {
        DaemonMetrics metrics = new DaemonMetrics(new DaemonMetrics.Sources(
                () -> (Status) administrator.handle(new GetStatus()),
                engine.care()::statistics,
                zones::list,
                engine.care()::scrubStatus,
                engine.snapshots()::list,
                () -> volumes(engine)));
        String listen = config.metrics().listen();
        return MetricsServer.start(
                new MetricsServer.Addresses(
                        new SocketPlace(
                                config.metrics().socket(), config.socket().group()),
                        listen.isEmpty()
                                ? Optional.empty()
                                : Optional.of(ListenAddresses.of("metrics.listen", listen))),
                metrics::page,
                ScrapeLimits.STANDARD,
                nanoTime);
    }

    private static List<MeasuredVolume> volumes(Engine engine) {
        Stream<MeasuredVolume> registered = engine.volumes().list().stream()
                .map(volume -> new MeasuredVolume(volume.volumeId(), volume.name(), volume.sizeBytes()));
        Stream<MeasuredVolume> managed = engine.managed().list().stream()
                .map(volume -> new MeasuredVolume(
                        volume.record().volumeId(),
                        volume.record().name(),
                        volume.record().sizeBytes()));
        return Stream.concat(registered, managed).toList();
    }
}
