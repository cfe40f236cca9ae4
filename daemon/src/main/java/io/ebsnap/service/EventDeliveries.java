package io.ebsnap.service;

import io.ebsnap.audit.AuditLog;
import io.ebsnap.config.EbsnapdConfig.AuditConfig;
import io.ebsnap.device.Commands;
import io.ebsnap.event.CommandTarget;
import io.ebsnap.event.EventDelivery;
import io.ebsnap.event.EventTarget;
import io.ebsnap.event.WebhookTarget;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The deliveries of events that the configuration asks for.
 *
 * @param all one for each target
 */
record EventDeliveries(List<EventDelivery> all) {

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    EventDeliveries {
        all = List.copyOf(all);
    }

    /** Begins them; each is given to the closer. */
    static EventDeliveries start(AuditConfig config, AuditLog log, Path directory, Foundation base, Closer closer) {
        List<EventTarget> targets = new ArrayList<>();
        if (!config.command().isEmpty()) {
            targets.add(new CommandTarget(new Commands(base.nanoTime()), config.command(), COMMAND_LIMIT));
        }
        config.webhook().ifPresent(url -> targets.add(webhook(url, closer)));
        return new EventDeliveries(targets.stream()
                .map(target -> closer.add(EventDelivery.start(log, target, directory, EventDelivery.Pauses.STANDARD)))
                .toList());
    }

    private static WebhookTarget webhook(URI url, Closer closer) {
        HttpClient client = closer.add(HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        return new WebhookTarget(client, url, ANSWER_LIMIT);
    }

    /** What is in the way, for people. */
    List<String> troubles() {
        return all.stream().flatMap(delivery -> delivery.trouble().stream()).toList();
    }
}
