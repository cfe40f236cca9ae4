package io.ebsnap.check;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.identity.ChunkKind;

/** Sums for the statistics. */
final class Tally {
    long dataPacks;
    long dataPackBytes;
    long pagePacks;
    long pagePackBytes;
    long completed;
    long pending;
    long failed;
    long fullBytes;
    long archivePacks;
    long archivePackBytes;

    void add(PackSummary pack) {
        if (pack.kind() == ChunkKind.DATA) {
            dataPacks++;
            dataPackBytes += pack.lengthBytes();
        } else {
            pagePacks++;
            pagePackBytes += pack.lengthBytes();
        }
    }

    void addArchived(PackSummary pack) {
        archivePacks++;
        archivePackBytes += pack.lengthBytes();
    }

    void add(SnapshotRecord snapshot) {
        switch (snapshot.state()) {
            case COMPLETED -> {
                completed++;
                SnapshotContent content = snapshot.content();
                fullBytes += content == null ? 0 : content.fullSnapshotSizeInBytes();
            }
            case PENDING -> pending++;
            case ERROR -> failed++;
        }
    }
}
