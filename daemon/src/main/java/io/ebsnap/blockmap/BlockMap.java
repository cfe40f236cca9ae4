package io.ebsnap.blockmap;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.Optional;

/**
 * An immutable map block index -> chunk id or hole. The root's id attests every byte of the content.
 *
 * @param geometry of the volume it maps
 * @param domain of its pages and chunks
 * @param root the root page; empty when every block is a hole
 */
public record BlockMap(VolumeGeometry geometry, DomainId domain, Optional<ChunkId> root) {

    /** The map of a volume of nothing but holes. */
    public static BlockMap empty(VolumeGeometry geometry, DomainId domain) {
        return new BlockMap(geometry, domain, Optional.empty());
    }

    /**
     * The map of a completed snapshot.
     *
     * @throws Failure.Conflict if it is not completed
     */
    public static BlockMap of(SnapshotRecord snapshot) {
        SnapshotContent content = snapshot.content();
        if (content == null) {
            throw new Failure.Conflict(snapshot.snapshotId() + " is not completed");
        }
        return new BlockMap(
                new VolumeGeometry(snapshot.origin().sizeBytes()),
                DomainId.parse(snapshot.origin().domainId()),
                Optional.ofNullable(content.rootPageId()).map(ChunkId::parse));
    }

    /** The map behind a managed volume. */
    public static BlockMap of(VolumeOrigin origin) {
        return new BlockMap(
                new VolumeGeometry(origin.sizeBytes()),
                DomainId.parse(origin.domainId()),
                Optional.ofNullable(origin.rootPageId()).map(ChunkId::parse));
    }
}
