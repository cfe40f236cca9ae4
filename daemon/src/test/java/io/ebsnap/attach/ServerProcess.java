package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A running {@link VolumeServer}.
 *
 * @param word what it did: {@code attached} or {@code resumed}
 */
record ServerProcess(Process process, String word, Path device) {

    /** What the servers of one test serve. */
    record Place(ScratchDisks disks, ScratchAttachments scratch, Path image, long size) {

        Path mountPoint() {
            return scratch.mounts().resolve(VolumeServer.VOLUME.value());
        }
    }

    /**
     * Starts one.
     *
     * @param before what a shell does before it
     */
    static ServerProcess start(Place place, String before) throws IOException {
        String command = before + "exec \"$@\"";
        Process process = new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        command,
                        "sh",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VolumeServer.class.getName(),
                        place.scratch().mounts().toString(),
                        place.scratch().records().toString(),
                        place.image().toString(),
                        Long.toString(place.size()),
                        place.scratch().links().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        place.disks().afterwards(() -> endAll(place, process));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String[] words = String.valueOf(out.readLine()).split(" ", 2);
        assertThat(words).hasSize(2);
        return new ServerProcess(process, words[0], Path.of(words[1]));
    }

    /** Without a keeper nothing waits, so that what the test made can be unmounted. */
    private static void endAll(Place place, Process process) throws Exception {
        process.destroyForcibly().waitFor();
        for (Keeper keeper :
                place.disks().linux().keepers().find(place.mountPoint().toString())) {
            place.disks().linux().keepers().end(keeper);
        }
    }

    /** As a machine kills it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As it ends by itself. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
    }
}
