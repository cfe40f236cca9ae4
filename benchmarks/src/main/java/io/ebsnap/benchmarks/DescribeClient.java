package io.ebsnap.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Goes through DescribeSnapshots of EC2 page by page, as {@code aws} does: {@code WHAT MILLISECONDS SNAPSHOTS}, whole, and of the median page. */
public final class DescribeClient {

    private static final Pattern NEXT = Pattern.compile("<nextToken>([^<]+)</nextToken>");
    private static final Pattern SNAPSHOT = Pattern.compile("<snapshotId>");
    private static final double NANOS_OF_MILLI = 1e6;
    private static final int ROUNDS = 3;

    private final URI endpoint;
    private final RequestSigner signer;

    private DescribeClient(URI endpoint) {
        this.endpoint = endpoint;
        this.signer = new RequestSigner(
                System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", ""),
                System.getenv().getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                endpoint.getAuthority(),
                "ec2");
    }

    /** @param arguments endpoint */
    public static void main(String[] arguments) throws IOException {
        DescribeClient client = new DescribeClient(URI.create(arguments[0]));
        for (int round = 0; round < ROUNDS; round++) {
            client.pages();
        }
    }

    private void pages() throws IOException {
        List<Long> nanos = new ArrayList<>();
        long found = 0;
        try (HttpConnection connection = new HttpConnection(endpoint.getHost(), endpoint.getPort())) {
            for (String token = ""; token != null; ) {
                long from = System.nanoTime();
                String page = page(connection, token);
                nanos.add(System.nanoTime() - from);
                found += SNAPSHOT.matcher(page).results().count();
                token = next(page);
            }
        }
        long all = nanos.stream().mapToLong(Long::longValue).sum();
        System.out.printf(Locale.ROOT, "every-page-of-ec2 %.1f %d%n", all / NANOS_OF_MILLI, found);
        System.out.printf(
                Locale.ROOT,
                "a-page-of-ec2 %.1f %d%n",
                nanos.stream().sorted().toList().get(nanos.size() / 2) / NANOS_OF_MILLI,
                found / nanos.size());
    }

    private static @Nullable String next(String page) {
        Matcher next = NEXT.matcher(page);
        return next.find() ? next.group(1) : null;
    }

    private String page(HttpConnection connection, String token) throws IOException {
        String form = "Action=DescribeSnapshots&Version=2016-11-15&MaxResults=1000"
                + (token.isEmpty() ? "" : "&NextToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        String head = signer.head("POST", "/", "", Map.of(), RequestSigner.hash(body), body.length);
        return new String(connection.ask(head, body), StandardCharsets.UTF_8);
    }
}
