package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.image.SnapshotOutcome;
import io.ebsnap.snapshot.Deletion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An image that is deregistered while a rule says so is in the recycle bin, and comes back so that it works, whatever became of its snapshots meanwhile. */
final class BinnedImagesTest extends BinnedImagesFixture {
    @Test
    void withoutARuleItIsGone() {
        rule(BinResourceType.EBS_SNAPSHOT, 7);
        assertThat(images.deregister(id(), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("success", "success");
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).hasSize(2);
    }

    @Test
    void itIsSeenNowhereElseAndKeepsItsSnapshotsAndComesBackSharedAsItWas() {
        rule(BinResourceType.EC2_IMAGE, 7);
        images.deregister(id(), false);
        assertThat(images.find(id())).isEmpty();
        assertThat(images.list(true)).isEmpty();
        assertThatThrownBy(() -> images.deregister(id(), false)).isInstanceOf(Failure.NotFound.class);
        assertThat(bin.list(BinResourceType.EC2_IMAGE))
                .singleElement()
                .matches(item ->
                        item.name().equals("web 1") && item.stay().exitTime().equals(BEGIN.plus(Duration.ofDays(7))));
        assertThat(delete(first).outcome()).isEqualTo(Deletion.Outcome.FAILED);
        assertThat(delete(first).message()).contains(image.imageId(), "recycle bin");
        start();
        bin.tag(BinResourceType.EC2_IMAGE, image.imageId(), List.of(new Tag("why", "a mistake")));
        bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
        assertThat(images.find(id()).orElseThrow().tags())
                .containsExactly(new Tag("env", "prod"), new Tag("why", "a mistake"));
        assertWorks();
        assertThatThrownBy(() -> bin.restore(BinResourceType.EC2_IMAGE, image.imageId()))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void itsSnapshotsGoThereWithItAreNotPurgedBeforeItAndComeBackWithIt() {
        rule(BinResourceType.EC2_IMAGE, 7);
        rule(BinResourceType.EBS_SNAPSHOT, 1);
        assertThat(images.deregister(id(), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("success", "success");
        assertThat(engine.snapshots.list()).isEmpty();
        assertThat(bin.list(BinResourceType.EBS_SNAPSHOT))
                .hasSize(2)
                .allMatch(item -> item.stay().exitTime().equals(BEGIN.plus(Duration.ofDays(7))));
        assertThatThrownBy(() -> bin.purge(BinResourceType.EBS_SNAPSHOT, first.snapshotId()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(image.imageId());
        now = BEGIN.plus(Duration.ofDays(6));
        bin.round();
        engine.collect();
        bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
        assertWorks();
    }

    @Test
    void itsSnapshotsStayLongerIfTheirOwnRuleSaysSo() {
        rule(BinResourceType.EC2_IMAGE, 7);
        rule(BinResourceType.EBS_SNAPSHOT, 30);
        images.deregister(id(), true);
        now = BEGIN.plus(Duration.ofDays(7));
        bin.round();
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).hasSize(2);
        now = BEGIN.plus(Duration.ofDays(30));
        bin.round();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).isEmpty();
    }

    @Test
    void whenItsTimeIsOverAllOfItIsGone() {
        rule(BinResourceType.EC2_IMAGE, 7);
        images.deregister(id(), true);
        now = BEGIN.plus(Duration.ofDays(7)).minusMillis(1);
        bin.round();
        assertThat(binned(BinResourceType.EC2_IMAGE)).hasSize(1);
        now = BEGIN.plus(Duration.ofDays(7));
        bin.round();
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).isEmpty();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void aNameThatAnotherOneHasGotIsInTheWay() {
        rule(BinResourceType.EC2_IMAGE, 7);
        images.deregister(id(), true);
        SnapshotRecord third = engine.snapshot("/dev/a");
        ImageRecord other = register("web 1", third);
        assertThatThrownBy(() -> bin.restore(BinResourceType.EC2_IMAGE, image.imageId()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(other.imageId());
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).hasSize(2);
    }

    @Test
    void whatAnotherImageUsesStaysOutOfTheBin() {
        rule(BinResourceType.EC2_IMAGE, 7);
        ImageRecord other = register("web 2", first);
        assertThat(images.deregister(id(), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("skipped", "success");
        assertThat(images.deregister(new ImageId(other.imageId()), true))
                .extracting(SnapshotOutcome::returnCode)
                .containsExactly("success");
        bin.purge(BinResourceType.EC2_IMAGE, other.imageId());
        assertThatThrownBy(() -> bin.purge(BinResourceType.EBS_SNAPSHOT, first.snapshotId()))
                .isInstanceOf(Failure.Conflict.class);
        bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
        assertWorks();
    }

    @Test
    void oneThatIsNotWholeIsGone() {
        rule(BinResourceType.EC2_IMAGE, 7);
        engine.catalog.update(CatalogKind.IMAGE, image.imageId(), old -> old.in(ImageState.FAILED, "it failed"));
        images.deregister(id(), false);
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(delete(first).outcome()).isEqualTo(Deletion.Outcome.DELETED);
    }
}
