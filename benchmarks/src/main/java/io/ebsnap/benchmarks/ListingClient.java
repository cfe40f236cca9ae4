package io.ebsnap.benchmarks;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Page;
import io.ebsnap.api.SnapshotRequest.CopySnapshot;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes many copies of a snapshot with tags, and times what a client waits for lists of them: the first page, filtered ones, all pages; each as
 * {@code WHAT MILLISECONDS MATCHES}, the median of several.
 */
public final class ListingClient {

    private static final int ROUNDS = 15;
    private static final int TEAMS = 100;

    private final ApiClient client;

    private ListingClient(ApiClient client) {
        this.client = client;
    }

    /** @param arguments socket, snapshot, how many copies are to be made */
    public static void main(String[] arguments) {
        try (ApiClient client = ApiClient.connect(Path.of(arguments[0]), "bench")) {
            ListingClient listing = new ListingClient(client);
            listing.fill(arguments[1], Integer.parseInt(arguments[2]));
            listing.measure();
        }
    }

    private void fill(String snapshot, int copies) {
        for (int number = 0; number < copies; number++) {
            List<Tag> tags = List.of(new Tag("Team", "team-" + number % TEAMS), new Tag("Number", "" + number));
            client.call(new CopySnapshot(snapshot, "copy " + number, tags, false, null));
        }
    }

    private void measure() {
        long from = System.nanoTime();
        int found = matches(List.of());
        print("first-list-of-this-daemon", System.nanoTime() - from, found);
        timed("a-page-of-all", List.of());
        timed("by-team", List.of(new Filter("tag:Team", List.of("team-42"))));
        timed("by-number", List.of(new Filter("tag:Number", List.of("777"))));
        timed("by-state-and-team", List.of(status(), new Filter("tag:Team", List.of("team-4?"))));
        timed("by-description", List.of(new Filter("description", List.of("*9999*"))));
        timed("none", List.of(new Filter("volume-id", List.of("vol-0*"))));
        from = System.nanoTime();
        int all = 0;
        String token = null;
        do {
            var page = client.call(new DescribeSnapshots(List.of(), List.of(), new Page(null, token)));
            all += page.snapshots().size();
            token = page.nextToken();
        } while (token != null);
        print("every-page", System.nanoTime() - from, all);
    }

    private static Filter status() {
        return new Filter("status", List.of("completed"));
    }

    private void timed(String what, List<Filter> filters) {
        List<Long> nanos = new ArrayList<>();
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long from = System.nanoTime();
            found = matches(filters);
            nanos.add(System.nanoTime() - from);
        }
        print(what, nanos.stream().sorted().toList().get(ROUNDS / 2), found);
    }

    private int matches(List<Filter> filters) {
        return client.call(new DescribeSnapshots(List.of(), filters, new Page(null, null)))
                .snapshots()
                .size();
    }

    private static void print(String what, long nanos, int found) {
        System.out.printf(Locale.ROOT, "%s %.1f %d%n", what, nanos / 1e6, found);
    }
}
