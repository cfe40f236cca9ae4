package io.ebsnap.tracking;

import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A thin pool {@code vg/pool} with a volume {@code vg/data}, for kernels without a device mapper: LVM's programs and dmsetup are scripts over files,
 * {@code thin_delta} is the real one on real metadata that are made from them. Writing maps units as the kernel does: in place where nobody
 * else has them.
 */
final class FakeThinPool {

    static final int UNIT_BYTES = 64 * 1024;

    private static final List<String> PROGRAMS =
            List.of("lvs", "lvcreate", "lvremove", "lvchange", "dmsetup", "thin_delta");

    private final Path root;
    private long places;

    FakeThinPool(Path root, long sizeBytes) throws IOException {
        this.root = root;
        for (String folder : new String[] {"lv/vg", "maps", "mapper", "bin", "tracking"}) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String program : PROGRAMS) {
            String script = "#!/bin/bash\nROOT='" + root + "'\n" + resource("lib") + resource(program);
            Files.setPosixFilePermissions(
                    Files.writeString(root.resolve("bin").resolve(program), script),
                    PosixFilePermissions.fromString("rwx------"));
        }
        Files.writeString(root.resolve("transaction"), "1\n");
        Files.createFile(root.resolve("maps/1"));
        volume(
                "data",
                "lv_attr=Vwi-aotz-- lv_size=" + sizeBytes
                        + " lv_uuid=uuid-1 thin_id=1 transaction_id=0 pool_lv=pool pool_lv_uuid=uuid-pool origin= origin_uuid= lv_tags=");
        used(20, 10);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(FakeThinPool.class.getResourceAsStream("/thin-pool/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What LVM says of a volume. */
    void volume(String name, String variables) throws IOException {
        Files.writeString(root.resolve("lv/vg").resolve(name), variables + "\n");
    }

    /** Replaces a part of what LVM says of a volume. */
    void change(String name, String from, String to) throws IOException {
        Path file = root.resolve("lv/vg").resolve(name);
        String found = Files.readString(file);
        String changed = found.replace(from, to);
        if (changed.equals(found)) {
            throw new AssertionError(found + " has no " + from);
        }
        Files.writeString(file, changed);
    }

    /** How full the pool is. */
    void used(int dataPercent, int metadataPercent) throws IOException {
        volume(
                "pool",
                "lv_attr=twi-aotz-- lv_size=419430400 lv_uuid=uuid-pool chunk_size=" + UNIT_BYTES + " data_percent="
                        + dataPercent + ".06 metadata_percent=" + metadataPercent + ".21");
    }

    Path file(String name) {
        return root.resolve(name);
    }

    Path programs() {
        return root.resolve("bin");
    }

    String run(String program, String... arguments) {
        return Commands.run(Stream.concat(Stream.of(programs().resolve(program).toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** Names of the volumes, but for the volume and the pool. */
    List<String> snapshots() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("lv/vg"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith("ebsnap-"))
                    .sorted()
                    .toList();
        }
    }

    /** A write to the volume. */
    void write(long offset, long length) throws IOException {
        Map<Long, Long> map = map(1);
        Set<String> others = others();
        for (long unit = offset / UNIT_BYTES; unit * UNIT_BYTES < offset + length; unit++) {
            Long place = map.get(unit);
            if (place == null || others.contains(unit + " " + place)) {
                map.put(unit, places++);
            }
        }
        save(map);
    }

    /** A discard of whole units of the volume. */
    void discard(long offset, long length) throws IOException {
        Map<Long, Long> map = map(1);
        for (long unit = offset / UNIT_BYTES; unit * UNIT_BYTES < offset + length; unit++) {
            map.remove(unit);
        }
        save(map);
    }

    private Set<String> others() throws IOException {
        Set<String> others = new HashSet<>();
        try (Stream<Path> files = Files.list(root.resolve("maps"))) {
            for (Path file :
                    files.filter(one -> !one.equals(root.resolve("maps/1"))).toList()) {
                others.addAll(Files.readAllLines(file));
            }
        }
        return others;
    }

    private Map<Long, Long> map(long thinId) throws IOException {
        return Files.readAllLines(root.resolve("maps/" + thinId)).stream()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(
                        parts -> Long.parseLong(parts[0]),
                        parts -> Long.parseLong(parts[1]),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private void save(Map<Long, Long> map) throws IOException {
        Files.write(
                root.resolve("maps/1"),
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }

    /** Brings back what was at a moment. */
    void restore(Path state) {
        Commands.run("rm", "-rf", path("lv"), path("maps"), path("transaction"), path("tracking"), path("held"));
        Commands.run("cp", "-a", state + "/.", root.toString());
    }

    private String path(String name) {
        return root.resolve(name).toString();
    }
}
