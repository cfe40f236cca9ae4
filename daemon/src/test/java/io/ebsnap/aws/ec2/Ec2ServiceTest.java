package io.ebsnap.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.Done;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Page;
import io.ebsnap.api.Request;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.Tag;
import io.ebsnap.api.TagRequest.CreateTags;
import io.ebsnap.api.TagRequest.DeleteTags;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumePermission;
import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.control.ActionHandler;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.ParameterRefusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of EC2 become those of the control protocol, and whatever is not understood is refused before anything is done. */
class Ec2ServiceTest {

    private static final String SNAP = "snap-0123456789abcdef0";

    private final Ec2Service service = new Ec2Service(
            new Ec2Facts("local", "127.0.0.1:1", "i-0123456789abcdef0", Instant.EPOCH, () -> List.of("a", "b")),
            new CalledActions(new ErrorAnswers(new Random(1))),
            InstantSource.fixed(Instant.EPOCH));
    private final List<Request<?>> asked = new ArrayList<>();
    private final AtomicInteger claims = new AtomicInteger();

    private String answer(ActionHandler actions, String form) {
        AwsRequest request =
                new AwsRequest("POST", "/", "", List.of(), form.getBytes(StandardCharsets.UTF_8), Optional.empty());
        AwsAnswer answer = service.answer(
                new AwsCall(request, new AwsCaller("000000000000", "", actions), "id-1", claims::incrementAndGet));
        assertThat(answer.status()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private String answer(String form) {
        return answer(
                request -> {
                    asked.add(request);
                    return request.answerType() == Done.class ? new Done(true) : new SnapshotList(List.of(), "next");
                },
                form);
    }

    private AwsFault fault(ActionHandler actions, String form) {
        return catchThrowableOfType(AwsFault.class, () -> answer(actions, form));
    }

    private AwsFault fault(String form) {
        AwsFault fault = catchThrowableOfType(AwsFault.class, () -> answer(form));
        assertThat(asked).isEmpty();
        return fault;
    }

    @ParameterizedTest
    @CsvSource({
        "Action=DescribeVpcs, InvalidAction",
        "Version=2016-11-15, MissingAction",
        "Action=DescribeSnapshots&SnapshotId.1=vol-1, InvalidSnapshotID.Malformed",
        "Action=DescribeSnapshots&SnapshotId.1=snap-01234567, InvalidSnapshot.NotFound",
        "Action=DescribeSnapshots&MaxResults=4, InvalidParameterValue",
        "Action=DescribeSnapshots&MaxResults=5&SnapshotId.1=snap-0123456789abcdef0, InvalidParameterCombination",
        "Action=DescribeSnapshots&NextToken=%21, InvalidNextToken",
        "Action=DescribeSnapshots&NextToken=eA, InvalidNextToken",
        "Action=DescribeSnapshots&Surprise=1, UnknownParameter",
        "Action=CreateSnapshot, MissingParameter",
        "Action=CreateSnapshot&VolumeId=vol-0123456789abcdef0&OutpostArn=x, UnknownParameter",
        "Action=CreateSnapshot&VolumeId=vol-0123456789abcdef0&Location=local, InvalidParameterValue",
        "Action=CreateSnapshot&VolumeId=vol-0123456789abcdef0&TagSpecification.1.ResourceType=volume, InvalidParameterValue",
        "Action=CreateTags&ResourceId.1=snap-0123456789abcdef0, MissingParameter",
        "Action=CreateTags&ResourceId.1=abcdefghijk&Tag.1.Key=a, InvalidID",
        "Action=DescribeRegions&RegionName.1=mars, InvalidParameterValue",
        "Action=CreateVolume&AvailabilityZone=a, MissingParameter",
        "Action=CreateVolume&Size=1, MissingParameter",
        "Action=CreateVolume&Size=1&AvailabilityZone=mars, InvalidZone.NotFound",
        "Action=CreateVolume&Size=1&AvailabilityZone=a&AvailabilityZoneId=a, InvalidParameterCombination",
        "Action=CreateVolume&Size=1&AvailabilityZone=a&VolumeType=x, UnknownVolumeType",
        "Action=CreateVolume&Size=1&AvailabilityZone=a&Iops=100, InvalidParameterCombination",
        "Action=CreateVolume&Size=65537&AvailabilityZone=a, InvalidParameterValue",
        "Action=AttachVolume&VolumeId=vol-0123456789abcdef0&Device=x&InstanceId=i-0123456789abcdef1, InvalidInstanceID.NotFound",
        "Action=AttachVolume&VolumeId=vol-0123456789abcdef0&Device=x&InstanceId=me, InvalidInstanceID.Malformed",
        "Action=DescribeInstances&Filter.1.Name=x&Filter.1.Value.1=y, InvalidParameterValue",
        "Action=CopySnapshot&SourceRegion=mars&SourceSnapshotId=snap-0123456789abcdef0, SnapshotCopyUnsupported.InterRegion",
        "Action=CopySnapshot&SourceRegion=local&SourceSnapshotId=snap-0123456789abcdef0&KmsKeyId=k, InvalidParameterDependency",
        "Action=ModifySnapshotAttribute&SnapshotId=snap-0123456789abcdef0&CreateVolumePermission.Add.1.Group=all&CreateVolumePermission.Remove.1.Group=all, InvalidParameterCombination",
        "Action=ModifySnapshotAttribute&SnapshotId=snap-0123456789abcdef0&OperationType=add&UserId.1=x, InvalidUserID.Malformed",
        "Action=DescribeSnapshots&Owner.1=self&Owner.2=foo, InvalidUserID.Malformed",
        "Action=DescribeSnapshots&RestorableBy.1=foo, InvalidUserID.Malformed",
        "Action=DescribeImages&Owner.1=foo, InvalidUserID.Malformed",
        "Action=DescribeImages&ExecutableBy.1=foo, InvalidUserID.Malformed",
        "Action=DescribeSnapshotAttribute&SnapshotId=snap-0123456789abcdef0&Attribute=kernel, InvalidParameterValue",
        "Action=EnableFastSnapshotRestores&SourceSnapshotId.1=snap-0123456789abcdef0, MissingParameter",
        "Action=DescribeRegions&DryRun=true, DryRunOperation",
        "Action=DescribeRegions&Filter.1.Name=x&Filter.1.Value.1=y, InvalidParameterValue"
    })
    void whatIsWrongIsRefused(String form, String code) {
        assertThat(fault(form).code()).isEqualTo(code);
        assertThat(claims).hasValue(0);
    }

    /** SDKs sign what they try again anew; who repeats a request cannot. */
    @Test
    void whatWasDoneUnderTheSameSignatureIsRefusedByACodeThatSdksTryAgain() {
        AwsFault refused = service.fault(new AccessRefused(AccessRefused.Reason.REPLAYED, "x"));
        assertThat(refused.code()).isEqualTo("RequestLimitExceeded");
        assertThat(refused.status()).isEqualTo(503);
    }

    @Test
    void snapshotsAreListedByTheirFiltersAndParts() {
        String xml = answer("Action=DescribeSnapshots&Version=2016-11-15&MaxResults=7&Owner.1=self&Owner.2=amazon"
                + "&RestorableBy.1=all&Filter.1.Name=status&Filter.1.Value.1=completed&Filter.1.Value.2=pend*");
        assertThat(asked)
                .containsExactly(new DescribeSnapshots(
                        List.of(),
                        List.of(new Filter("status", List.of("completed", "pend*"))),
                        new Page(7, null),
                        List.of("self"),
                        List.of("all")));
        assertThat(xml)
                .contains("<DescribeSnapshotsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
                        + "<requestId>id-1</requestId><snapshotSet/><nextToken>");
        String token = xml.substring(xml.indexOf("<nextToken>") + 11, xml.indexOf("</nextToken>"));
        String unused = answer("Action=DescribeSnapshots&NextToken=" + token);
        assertThat(asked.getLast())
                .isEqualTo(new DescribeSnapshots(List.of(), List.of(), new Page(null, "next"), List.of(), List.of()));
        assertThat(catchThrowableOfType(AwsFault.class, () -> answer("Action=DescribeTags&NextToken=" + token))
                        .code())
                .isEqualTo("InvalidNextToken");
    }

    @Test
    void amazonHasNoSnapshotsHere() {
        assertThat(answer("Action=DescribeSnapshots&Owner.1=amazon")).contains("<snapshotSet/>");
        assertThat(asked).isEmpty();
    }

    @Test
    void aSnapshotHasNoProductCodes() {
        SnapshotAttribute shared =
                new SnapshotAttribute(SNAP, List.of(new VolumePermission("111122223333", null)), "unblocked", false);
        String form = "Action=DescribeSnapshotAttribute&SnapshotId=" + SNAP + "&Attribute=";
        assertThat(answer(request -> shared, form + "createVolumePermission"))
                .contains("<snapshotId>" + SNAP + "</snapshotId><createVolumePermission><item>"
                        + "<userId>111122223333</userId></item></createVolumePermission>");
        assertThat(answer(request -> shared, form + "productCodes"))
                .contains("<snapshotId>" + SNAP + "</snapshotId><productCodes/>");
    }

    @Test
    void thisMachineHasNoTags() {
        VolumeList none = new VolumeList(List.of(), null);
        String form = "Action=DescribeInstances&Filter.1.Value.1=*&Filter.1.Name=";
        assertThat(answer(request -> none, form + "tag:Name")).contains("<reservationSet/>");
        assertThat(answer(request -> none, form + "tag-key")).contains("<reservationSet/>");
        assertThat(answer(request -> none, form + "instance-id")).contains("<instanceId>i-0123456789abcdef0");
    }

    @Test
    void thisMachineWasLaunchedWhenItBooted() {
        assertThat(answer(request -> new VolumeList(List.of(), null), "Action=DescribeInstances"))
                .contains("<launchTime>1970-01-01T00:00:00.000Z</launchTime>")
                .doesNotContain("instanceType");
    }

    @Test
    void tagsTellAnEmptyValueFromNone() {
        String form = "&ResourceId.1=" + SNAP + "&Tag.1.Key=a&Tag.2.Key=b&Tag.2.Value=";
        assertThat(answer("Action=CreateTags" + form)).contains("<return>true</return>");
        assertThat(answer("Action=DeleteTags" + form)).contains("<return>true</return>");
        assertThat(asked)
                .containsExactly(
                        new CreateTags(List.of(SNAP), List.of(new Tag("a", ""), new Tag("b", ""))),
                        new DeleteTags(List.of(SNAP), List.of(new ResourceTag("a", null), new ResourceTag("b", ""))));
        assertThat(claims).as("requests that change something").hasValue(2);
    }

    @Test
    void dryRunsChangeNothingAndSayWhatWouldBe() {
        String form = "Action=DeleteSnapshot&DryRun=true&SnapshotId=" + SNAP;
        AwsFault dry = fault(form);
        assertThat(dry.code()).isEqualTo("DryRunOperation");
        assertThat(dry.status()).isEqualTo(412);
        assertThat(claims).hasValue(0);
        ActionHandler nothing = new ActionHandler() {
            @Override
            public Record handle(Request<?> request) {
                throw new AssertionError(request.action());
            }

            @Override
            public boolean permits(String action) {
                return false;
            }
        };
        assertThat(fault(nothing, form).code()).isEqualTo("UnauthorizedOperation");
    }

    @Test
    void failuresHaveEc2sCodesAndOnlyWhatMayWorkLaterAsksForAnotherTry() {
        String form = "Action=DeleteSnapshot&SnapshotId=" + SNAP;
        AwsFault missing = fault(
                request -> {
                    throw new Failure.NotFound("none");
                },
                form);
        assertThat(missing.code()).isEqualTo("InvalidSnapshot.NotFound");
        assertThat(missing.status()).isEqualTo(400);
        AwsFault later = fault(
                request -> {
                    throw new Failure.Unavailable("later", new IllegalStateException());
                },
                form);
        assertThat(later.status()).isEqualTo(503);
        AwsFault never = fault(
                request -> {
                    throw new Failure.Denied("sealed under the default key");
                },
                "Action=ModifySnapshotAttribute&OperationType=add&UserId.1=111122223333&SnapshotId=" + SNAP);
        assertThat(never.code()).isEqualTo("OperationNotPermitted");
        assertThat(never.status()).isEqualTo(400);
        AwsFault corrupt = fault(
                request -> {
                    throw new Failure.Corrupt("bad");
                },
                form);
        assertThat(corrupt.status()).isEqualTo(400);
        AwsFault ours = fault(
                request -> {
                    throw new IllegalStateException("secret detail");
                },
                form);
        assertThat(ours.status()).isEqualTo(500);
        assertThat(ours.text()).doesNotContain("secret detail");
    }

    @Test
    void secondTryUnderTheSameSignatureIsLetThroughIfItsTokenIsKnown() {
        String form = "Action=CreateVolume&Size=1&AvailabilityZone=a";
        ActionHandler mismatch = request -> {
            throw new Failure.Conflict(ParameterRefusal.IDEMPOTENT_MISMATCH, "another one");
        };
        AwsFault fault = fault(mismatch, form + "&ClientToken=t");
        assertThat(fault.code()).isEqualTo("IdempotentParameterMismatch");
        assertThat(fault.status()).isEqualTo(400);
        assertThat(claims).as("the client token is for that").hasValue(0);
        assertThat(fault(mismatch, form + "&ClientToken=").code()).isEqualTo("IdempotentParameterMismatch");
        assertThat(claims).as("none was given").hasValue(1);
    }

    @Test
    void theRegionAndItsZonesAreTold() {
        assertThat(answer("Action=DescribeRegions"))
                .contains("<regionInfo><item><regionName>local</regionName>"
                        + "<regionEndpoint>127.0.0.1:1</regionEndpoint>");
        assertThat(answer("Action=DescribeAvailabilityZones&ZoneName.1=b"))
                .contains("<zoneName>b</zoneName>")
                .doesNotContain("<zoneName>a</zoneName>");
        assertThat(answer("Action=DescribeAvailabilityZones&Filter.1.Name=zone-name&Filter.1.Value.1=x*"))
                .contains("<availabilityZoneInfo/>");
    }
}
