package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.KeyRequest.ModifyEbsDefaultKmsKeyId;
import io.ebsnap.api.RecycleBinRequest.RestoreImageFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreSnapshotFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreVolumeFromRecycleBin;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotRequest.CopySnapshot;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import io.ebsnap.api.TagRequest.CreateTags;
import io.ebsnap.api.VolumeRequest.AttachVolume;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Failures have the codes that EC2 gives them, where they depend on what was asked for. */
final class ErrorAnswersTest {

    private final ErrorAnswers answers = new ErrorAnswers(new Random(1));

    private String code(Failure failure, Request<?> request) {
        return answers.of(failure, request).code();
    }

    @Test
    void aSnapshotThatIsNeededIsInUse() {
        DeleteSnapshot delete = new DeleteSnapshot("snap-1", false);
        assertThat(code(new Failure.Conflict("an image uses it"), delete)).isEqualTo("InvalidSnapshot.InUse");
        assertThat(code(new Failure.NotFound("none"), delete)).isEqualTo("InvalidSnapshot.NotFound");
    }

    @Test
    void aKeyThatIsNotThereIsAWrongParameterOfWhatNamesIt() {
        Failure none = new Failure.NotFound(KeyRefusal.NOT_FOUND, "there is no key");
        CopySnapshot copy = new CopySnapshot("snap-1", null, List.of(), false, "k");
        assertThat(code(none, copy)).isEqualTo("InvalidParameterValue");
        assertThat(code(new Failure.NotFound("none"), copy)).isEqualTo("InvalidSnapshot.NotFound");
        assertThat(code(none, new ModifyEbsDefaultKmsKeyId("k"))).isEqualTo("NotFoundException");
    }

    @Test
    void aKeyThatMayNotBeUsedNowIsNotAMatterOfWhoAsks() {
        CopySnapshot copy = new CopySnapshot("snap-1", null, List.of(), false, "k");
        for (KeyRefusal refusal : List.of(KeyRefusal.DISABLED, KeyRefusal.PENDING_DELETION)) {
            Failure unusable = new Failure.Denied(refusal, "the key is disabled", "enable it");
            assertThat(code(unusable, copy)).isEqualTo("InvalidKMSKey.InvalidState");
            assertThat(code(unusable, new AttachVolume("vol-1", null, false, null)))
                    .isEqualTo("CustomerKeyHasBeenRevoked");
        }
        assertThat(code(new Failure.Denied("of another account"), copy)).isEqualTo("UnauthorizedOperation");
    }

    @Test
    void aSnapshotThatMayNotBeSharedIsNotAMatterOfWhoAsks() {
        ModifySnapshotAttribute share = new ModifySnapshotAttribute("snap-1", "add", List.of(), List.of("all"), false);
        assertThat(code(new Failure.Denied("under the default key"), share)).isEqualTo("OperationNotPermitted");
    }

    @Test
    void aVolumeIsAttachedOnce() {
        assertThat(code(new Failure.Conflict("is attached"), new AttachVolume("vol-1", null, false, null)))
                .isEqualTo("VolumeInUse");
    }

    @Test
    void tagsBeyondTheLimitHaveACodeOfTheirOwn() {
        List<Tag> tags = IntStream.rangeClosed(0, TagRules.TAGS_MAX)
                .mapToObj(number -> new Tag("k" + number, ""))
                .toList();
        Failure many = catchThrowableOfType(Failure.class, () -> TagRules.check(tags));
        assertThat(code(many, new CreateTags(List.of("snap-1"), List.of()))).isEqualTo("TagLimitExceeded");
    }

    @Test
    void whatCannotComeBackSaysWhy() {
        RestoreImageFromRecycleBin image = new RestoreImageFromRecycleBin("ami-1");
        assertThat(code(new Failure.NotFound("none"), image)).isEqualTo("InvalidAMIID.NotFound");
        assertThat(code(new Failure.Conflict("the name is taken"), image)).isEqualTo("InvalidAMIName.Duplicate");
        assertThat(code(new Failure.Unavailable("a snapshot is gone", null), image))
                .isEqualTo("InvalidAMIID.Unavailable");
        assertThat(code(new Failure.NotFound("none"), new RestoreSnapshotFromRecycleBin("snap-1")))
                .isEqualTo("InvalidSnapshot.NotFound");
        assertThat(code(new Failure.NotFound("none"), new RestoreVolumeFromRecycleBin("vol-1")))
                .isEqualTo("InvalidVolume.NotFound");
    }
}
