package io.ebsnap.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be restored of a snapshot.
 *
 * @param sources in the snapshot
 * @param names that each comes to have
 * @param bytes of all content, each file once for each of its names
 */
record RestoredFiles(List<Path> sources, List<Path> names, long bytes) {

    /**
     * What paths stand for.
     *
     * @throws Refusal if one is not there, or two would have the same name
     */
    static RestoredFiles of(MountedFiles files, List<String> paths) {
        List<Path> sources = new ArrayList<>();
        for (String path : paths) {
            Path place = files.require(path);
            if (place.equals(files.root())) {
                files.each(place, sources::add);
            } else {
                sources.add(place);
            }
        }
        List<Path> names = sources.stream().map(MountedFiles::nameOf).toList();
        Set<Path> seen = new HashSet<>();
        for (Path name : names) {
            if (!seen.add(name)) {
                throw new Refusal(
                        ExitCode.USAGE,
                        "two of these would be " + EscapedName.of(name) + " in the directory",
                        "restore them one after the other, into different directories");
            }
        }
        return new RestoredFiles(
                sources,
                names,
                sources.stream().mapToLong(source -> bytes(files, source)).sum());
    }

    private static long bytes(MountedFiles files, Path place) {
        FileFacts facts = files.facts(place);
        if (!facts.isDirectory()) {
            return facts.isRegular() ? facts.sizeBytes() : 0;
        }
        long[] sum = {0};
        files.each(place, inner -> sum[0] += bytes(files, inner));
        return sum[0];
    }
}
