package io.ebsnap.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the daemons of this machine's regions are.
 *
 * @param runtimeDirectory the first region's, with those of the others below it
 * @param configurations of the other regions, {@code NAME.conf} each
 */
record RegionSockets(Path runtimeDirectory, Path configurations) {

    /** Where a packaged daemon has them. */
    static final RegionSockets STANDARD = new RegionSockets(Path.of("/run/ebsnap"), Path.of("/etc/ebsnap/regions"));

    private static final String SOCKET = "ebsnapd.sock";
    private static final String CONFIGURATION = ".conf";

    /** The socket of the first region, whatever its name is. */
    Path first() {
        return runtimeDirectory.resolve(SOCKET);
    }

    /** The socket of a region: its own if there is such a region beside the first one, else that of the first one. */
    Path of(String region) {
        return others().contains(region) ? socketOf(region) : first();
    }

    Path socketOf(String region) {
        return regions().resolve(region).resolve(SOCKET);
    }

    /** Regions beside the first one: that are configured, and that have been served since the machine was booted. */
    List<String> others() {
        Stream<String> configured = names(configurations)
                .filter(name -> name.endsWith(CONFIGURATION))
                .map(name -> name.substring(0, name.length() - CONFIGURATION.length()));
        return Stream.concat(configured, names(regions())).distinct().sorted().toList();
    }

    private Path regions() {
        return runtimeDirectory.resolve("regions");
    }

    private static Stream<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        } catch (IOException e) {
            return Stream.empty(); // there is none, or this user may not see it
        }
    }
}
