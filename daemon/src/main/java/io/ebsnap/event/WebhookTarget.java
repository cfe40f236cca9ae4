package io.ebsnap.event;

import io.ebsnap.audit.AuditLine;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A URL that each event is POSTed to as JSON; it has taken it when the answer is 2xx. */
public final class WebhookTarget implements EventTarget {

    private final HttpClient client;
    private final URI url;
    private final Duration limit;

    /**
     * A webhook.
     *
     * @param client stays the caller's
     * @param limit how long an answer may take
     */
    public WebhookTarget(HttpClient client, URI url, Duration limit) {
        this.client = client;
        this.url = url;
        this.limit = limit;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void deliver(AuditLine event, String json) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .header("Ebsnap-Cursor", String.valueOf(event.sequence()))
                .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new Failure.Unavailable(url.getHost() + " answers with status " + status, null);
            }
        } catch (IOException e) {
            throw new Failure.Unavailable(url.getHost() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted", e);
        }
    }
}
