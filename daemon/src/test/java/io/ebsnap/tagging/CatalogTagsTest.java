package io.ebsnap.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.ResourceTag;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.tagging.ResourceTags.TaggedResource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tags of things of any kind by their ids: of all that are named, or of none. */
class CatalogTagsTest {

    private final Catalog catalog = CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView());
    private final ResourceTags tags = new CatalogTags(catalog, record -> true);
    private final SnapshotRecord snapshot = CatalogFixtures.snapshot("snap-0123456789abcdef0", "words");
    private final String volume = CatalogFixtures.volume(1, "data").volumeId();

    @BeforeEach
    void fill() {
        catalog.create(CatalogKind.SNAPSHOT, snapshot);
        catalog.create(CatalogKind.VOLUME, CatalogFixtures.volume(1, "data"));
        catalog.create(CatalogKind.IMAGE, CatalogFixtures.image());
        catalog.create(CatalogKind.MANAGED_VOLUME, CatalogFixtures.managedVolume());
    }

    private List<Tag> of(String id) {
        try (Stream<TaggedResource> all = tags.list()) {
            return all.filter(tagged -> tagged.resourceId().equals(id))
                    .map(TaggedResource::tag)
                    .toList();
        }
    }

    @Test
    void thingsOfEveryKindAreTagged() {
        String image = CatalogFixtures.image().imageId();
        String managed = CatalogFixtures.managedVolume().volumeId();
        tags.tag(List.of(snapshot.snapshotId(), volume, image, managed), List.of(new Tag("new", "1")));
        for (String id : List.of(snapshot.snapshotId(), volume, image, managed)) {
            assertThat(of(id)).as(id).contains(new Tag("new", "1"));
        }
        tags.tag(List.of(volume), List.of(new Tag("new", "2")));
        assertThat(of(volume)).contains(new Tag("new", "2")).doesNotContain(new Tag("new", "1"));
    }

    @Test
    void rulesAreTaggedAndNotListed() {
        String rule = CatalogFixtures.retentionRule().identifier();
        catalog.create(CatalogKind.RETENTION_RULE, CatalogFixtures.retentionRule());
        tags.tag(List.of(rule), List.of(new Tag("new", "1")));
        tags.untag(List.of(rule), List.of(new ResourceTag("k", null)));
        assertThat(catalog.find(CatalogKind.RETENTION_RULE, rule).orElseThrow().tags())
                .containsExactly(new Tag("new", "1"));
        assertThat(of(rule)).isEmpty();
    }

    @Test
    void tagsAreTakenAwayByKeyByValueOrAll() {
        String id = snapshot.snapshotId();
        tags.tag(List.of(id), List.of(new Tag("a", "1"), new Tag("b", "2"), new Tag("c", "3")));
        tags.untag(List.of(id), List.of(new ResourceTag("a", null), new ResourceTag("b", "x")));
        assertThat(of(id)).extracting(Tag::key).contains("b", "c").doesNotContain("a");
        tags.untag(List.of(id), List.of());
        assertThat(of(id)).isEmpty();
        assertThatThrownBy(() -> tags.untag(List.of(id), List.of(new ResourceTag("aws:dlm:x", null))))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void ifOneCannotHaveThemNoneGetsThem() {
        String id = snapshot.snapshotId();
        List<Tag> one = List.of(new Tag("new", "1"));
        for (String missing : List.of("vol-0123456789abcdef9", "snap-x/y", "nonsense", "i-0123456789abcdef0", "")) {
            assertThatThrownBy(() -> tags.tag(List.of(id, missing), one))
                    .as(missing)
                    .isInstanceOf(Failure.NotFound.class);
        }
        tags.tag(
                List.of(volume),
                IntStream.range(0, 48).mapToObj(n -> new Tag("k" + n, "")).toList());
        assertThatThrownBy(() -> tags.tag(List.of(id, volume), one)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> tags.tag(List.of(id), List.of(new Tag("aws:x", "1"))))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(of(id)).isEqualTo(snapshot.tags());
    }

    @Test
    void whatIsNotSeenIsNotThere() {
        ResourceTags others = new CatalogTags(catalog, record -> false);
        assertThatThrownBy(() -> others.tag(List.of(volume), List.of(new Tag("a", ""))))
                .isInstanceOf(Failure.NotFound.class);
        try (Stream<TaggedResource> none = others.list()) {
            assertThat(none).isEmpty();
        }
    }
}
