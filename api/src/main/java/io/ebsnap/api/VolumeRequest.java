package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About volumes. A volume is named by its id, by the name that the user gave it, or by its device's path or URI. */
public sealed interface VolumeRequest<A extends Record> extends Request<A> {

    /**
     * Makes a device known. The daemon reads it only when a snapshot is taken.
     *
     * @param device path or URI
     * @param name unique name, or none
     * @param tags of the volume
     */
    record RegisterVolume(String device, @Nullable String name, List<Tag> tags) implements VolumeRequest<Volume> {
        @Override
        public Class<Volume> answerType() {
            return Volume.class;
        }
    }

    /**
     * Lists volumes.
     *
     * @param volumes only these, by id, name or device; all when empty
     * @param filters all of them must match
     * @param page which part of the list
     */
    record DescribeVolumes(
            List<String> volumes,
            List<Filter> filters,
            @Inlined Page page) implements VolumeRequest<VolumeList> {
        @Override
        public Class<VolumeList> answerType() {
            return VolumeList.class;
        }
    }

    /** Makes the daemon forget a volume. Its device and its snapshots stay as they are. */
    record DeregisterVolume(String volume) implements VolumeRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }
}
