package io.ebsnap.api;

import java.util.List;

/** About tags of snapshots, volumes, images and retention rules, by their ids. */
public sealed interface TagRequest<A extends Record> extends Request<A> {

    /**
     * Gives things tags, which replace those of the same keys.
     *
     * @param resourceIds 1 to 1000 ids; if one of them is not found none is changed
     * @param tags 1 or more
     */
    record CreateTags(List<String> resourceIds, List<Tag> tags) implements TagRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Takes tags away from things; those that they do not have are passed over.
     *
     * @param resourceIds 1 to 1000 ids; if one of them is not found none is changed
     * @param tags by their keys, with a value only if they have that; all that users have given when empty
     */
    record DeleteTags(List<String> resourceIds, List<ResourceTag> tags) implements TagRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Lists tags of snapshots, volumes and images, each with what has it.
     *
     * @param filters all of them must match
     * @param page which part of the list
     */
    record DescribeTags(List<Filter> filters, @Inlined Page page) implements TagRequest<TagDescriptionList> {
        @Override
        public Class<TagDescriptionList> answerType() {
            return TagDescriptionList.class;
        }
    }
}
