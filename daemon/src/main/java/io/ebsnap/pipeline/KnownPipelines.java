package io.ebsnap.pipeline;

import io.ebsnap.failure.Failure;
import io.ebsnap.lifecycle.PolicyFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The administrator's image pipelines. Read anew whenever they are asked for. Safe for use by several threads. */
final class KnownPipelines {

    private final PolicyFiles files;
    private final PipelineDocument documents;

    /**
     * Those of a directory.
     *
     * @param directory which need not be there
     * @param ownAccount 12 digits, of the daemon
     */
    KnownPipelines(Path directory, String ownAccount) {
        this.files = new PolicyFiles(directory, PolicyFiles.Kind.PIPELINE);
        this.documents = new PipelineDocument(ownAccount);
    }

    /**
     * A pipeline, or what is wrong with it.
     *
     * @param name of it
     * @param file that it stands in
     * @param pipeline read; empty if it cannot be
     * @param trouble why not; else empty
     */
    record Known(String name, String file, Optional<Pipeline> pipeline, String trouble) {}

    /** All of them, by name. */
    List<Known> all() {
        return files.read().stream().map(this::known).toList();
    }

    private Known known(PolicyFiles.PolicyFile file) {
        String path = file.path().toString();
        if (!file.trouble().isEmpty()) {
            return new Known(file.name(), path, Optional.empty(), file.trouble());
        }
        try {
            return new Known(file.name(), path, Optional.of(documents.read(file.text(), path, file.name())), "");
        } catch (Failure.Invalid e) {
            return new Known(file.name(), path, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** Those that can be read. */
    List<Pipeline> readable() {
        return all().stream().flatMap(known -> known.pipeline().stream()).toList();
    }

    /** One that can be read. */
    Optional<Pipeline> find(String name) {
        return readable().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /**
     * One that is to be carried out.
     *
     * @throws Failure.NotFound if there is none
     * @throws Failure.Invalid if it cannot be read
     */
    Pipeline require(String name) {
        Known known = all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no image pipeline '" + name + "'"));
        return known.pipeline().orElseThrow(() -> new Failure.Invalid(known.trouble()));
    }
}
