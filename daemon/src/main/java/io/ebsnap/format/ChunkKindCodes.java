package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkKind;

/** The kind that a byte on disk stands for. */
final class ChunkKindCodes {

    private ChunkKindCodes() {}

    static ChunkKind kindOf(String what, int code) {
        for (ChunkKind kind : ChunkKind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new Failure.Corrupt(what + " says kind " + code + " instead of 1 or 2");
    }
}
