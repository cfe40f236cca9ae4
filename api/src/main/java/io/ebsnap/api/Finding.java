package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A defect of what is stored.
 *
 * @param severity in a word, such as {@code damaged} or {@code doubtful}
 * @param object which one is hit: a pack, a record
 * @param description what was found, against what was expected
 * @param snapshotIds that lose by it, as far as that is known
 * @param repair what can be done, or has been done
 */
public record Finding(
        String severity,
        String object,
        String description,
        List<String> snapshotIds,
        @Nullable String repair) {}
