package io.ebsnap.benchmarks;

import io.ebsnap.aws.json.JsonMembers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Moves the blocks of a snapshot over many connections, and says how fast: from the direct APIs, to them, or as static files of any web server. Of what it gets it looks at
 * the length alone, and what it sends it has hashed before, so that it takes as little of the machine as it can. Each as {@code WHAT SECONDS MIB/S}.
 */
public final class BlockClient {

    private static final int BLOCK_BYTES = 512 << 10;
    private static final double NANOS = 1e9;
    private static final byte[] NOTHING = new byte[0];

    private final URI endpoint;
    private final int connections;
    private final RequestSigner signer;

    private BlockClient(URI endpoint, int connections) {
        this.endpoint = endpoint;
        this.connections = connections;
        this.signer = new RequestSigner(
                System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", ""),
                System.getenv().getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                endpoint.getAuthority(),
                "ebs");
    }

    /** A block's number, and what is needed to ask for it. */
    private record Block(long index, String word) {}

    /** Does something with one block over a connection. */
    private interface Exchange {
        void with(HttpConnection connection, Block block) throws IOException;
    }

    /** @param arguments endpoint, connections, then {@code get SNAPSHOT}, {@code put FILE} or {@code files COUNT} */
    public static void main(String[] arguments) throws Exception {
        BlockClient client = new BlockClient(URI.create(arguments[0]), Integer.parseInt(arguments[1]));
        switch (arguments[2]) {
            case "get" -> client.get(arguments[3]);
            case "put" -> client.put(Path.of(arguments[3]));
            case "files" -> client.files(Integer.parseInt(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[2]);
        }
    }

    private void get(String snapshot) throws Exception {
        List<Block> blocks = listed(snapshot);
        String empty = RequestSigner.hash(NOTHING);
        twice("get", blocks, (connection, block) -> {
            String path = "/snapshots/" + snapshot + "/blocks/" + block.index();
            long length = connection.exchange(
                    signer.head("GET", path, "blockToken=" + block.word(), Map.of(), empty, 0), NOTHING);
            if (length != BLOCK_BYTES) {
                throw new IOException("a block of " + length + " bytes");
            }
        });
    }

    private List<Block> listed(String snapshot) throws IOException {
        List<Block> blocks = new ArrayList<>();
        try (HttpConnection connection = connect()) {
            for (String token = ""; token != null; ) {
                String query = "maxResults=1000" + (token.isEmpty() ? "" : "&pageToken=" + encoded(token));
                JsonMembers page = JsonMembers.of(connection.ask(
                        signer.head(
                                "GET",
                                "/snapshots/" + snapshot + "/blocks",
                                query,
                                Map.of(),
                                RequestSigner.hash(NOTHING),
                                0),
                        NOTHING));
                for (JsonMembers block : page.objects("Blocks")) {
                    Long index = block.number("BlockIndex", 0, Long.MAX_VALUE);
                    blocks.add(new Block(index == null ? -1 : index, encoded(block.required("BlockToken"))));
                }
                token = page.text("NextToken");
            }
        }
        return blocks;
    }

    private static String encoded(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    private void put(Path file) throws Exception {
        List<Block> blocks = new ArrayList<>();
        try (FileChannel channel = new RandomAccessFile(file.toFile(), "r").getChannel()) {
            byte[] zeros = new byte[BLOCK_BYTES];
            for (long index = 0; index * BLOCK_BYTES < channel.size(); index++) {
                byte[] content = read(channel, index);
                if (!Arrays.equals(content, zeros)) {
                    byte[] sum = RequestSigner.sha256(content, 0, content.length);
                    blocks.add(new Block(index, Base64.getEncoder().encodeToString(sum)));
                }
            }
            String snapshot = started((channel.size() + (1L << 30) - 1) >> 30);
            timed("put", blocks, (connection, block) -> {
                Map<String, String> headers = new TreeMap<>();
                headers.put("x-amz-checksum", block.word());
                headers.put("x-amz-checksum-algorithm", "SHA256");
                headers.put("x-amz-data-length", String.valueOf(BLOCK_BYTES));
                connection.exchange(
                        signer.head(
                                "PUT",
                                "/snapshots/" + snapshot + "/blocks/" + block.index(),
                                "",
                                headers,
                                "UNSIGNED-PAYLOAD",
                                BLOCK_BYTES),
                        read(channel, block.index()));
            });
            completed(snapshot, blocks.size());
        }
    }

    private static byte[] read(FileChannel channel, long index) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(BLOCK_BYTES);
        while (content.hasRemaining() && channel.read(content, index * BLOCK_BYTES + content.position()) >= 0) {
            // What is behind the end stays zero.
        }
        return content.array();
    }

    private String started(long gibibytes) throws IOException {
        byte[] order = ("{\"VolumeSize\":" + gibibytes + "}").getBytes(StandardCharsets.UTF_8);
        try (HttpConnection connection = connect()) {
            JsonMembers answer = JsonMembers.of(connection.ask(
                    signer.head("POST", "/snapshots", "", Map.of(), RequestSigner.hash(order), order.length), order));
            return answer.required("SnapshotId");
        }
    }

    private void completed(String snapshot, int count) throws IOException {
        long from = System.nanoTime();
        try (HttpConnection connection = connect()) {
            connection.exchange(
                    signer.head(
                            "POST",
                            "/snapshots/completion/" + snapshot,
                            "",
                            Map.of("x-amz-changedblockscount", String.valueOf(count)),
                            RequestSigner.hash(NOTHING),
                            0),
                    NOTHING);
        }
        System.out.printf(Locale.ROOT, "complete %.3f %s%n", (System.nanoTime() - from) / NANOS, snapshot);
    }

    private void files(int count) throws Exception {
        List<Block> blocks = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            blocks.add(new Block(index, ""));
        }
        twice(
                "files",
                blocks,
                (connection, block) -> connection.exchange(
                        "GET /" + block.index() + " HTTP/1.1\r\nHost: " + endpoint.getAuthority() + "\r\n\r\n",
                        NOTHING));
    }

    /** The first time is the client's own, whose code is not compiled yet. */
    private void twice(String what, List<Block> blocks, Exchange exchange) throws Exception {
        timed("first-" + what, blocks, exchange);
        timed(what, blocks, exchange);
    }

    private void timed(String what, List<Block> blocks, Exchange exchange) throws Exception {
        AtomicInteger next = new AtomicInteger();
        long from = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < connections; client++) {
                all.add(clients.submit(() -> {
                    try (HttpConnection connection = connect()) {
                        for (int n = next.getAndIncrement(); n < blocks.size(); n = next.getAndIncrement()) {
                            exchange.with(connection, blocks.get(n));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                await(each);
            }
        }
        double seconds = (System.nanoTime() - from) / NANOS;
        System.out.printf(Locale.ROOT, "%s %.3f %.0f%n", what, seconds, blocks.size() / 2.0 / seconds);
    }

    private static void await(Future<?> client) throws InterruptedException {
        try {
            client.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private HttpConnection connect() throws IOException {
        return new HttpConnection(endpoint.getHost(), endpoint.getPort());
    }
}
