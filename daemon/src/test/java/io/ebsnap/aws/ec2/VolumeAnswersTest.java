package io.ebsnap.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.BinnedVolume;
import io.ebsnap.api.BinnedVolumeList;
import io.ebsnap.api.Filter;
import io.ebsnap.api.ModifiedVolume;
import io.ebsnap.api.Page;
import io.ebsnap.api.Request;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeList;
import io.ebsnap.api.VolumeModification;
import io.ebsnap.api.VolumePerformance;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How volumes are, what was modified of them, and which filters find them. */
class VolumeAnswersTest {

    private static final String VOL = "vol-0123456789abcdef0";
    private static final String SNAP = "snap-0123456789abcdef0";

    private static TestEc2 with(VolumeList volumes) {
        return new TestEc2(request -> volumes);
    }

    private static TestEc2 ofAllKinds() {
        return with(new VolumeList(
                List.of(
                        TestVolumes.volume("vol-1", "available", List.of(), null),
                        TestVolumes.attached("vol-2", "/dev/loop1", 1),
                        TestVolumes.volume("vol-3", "available", List.of(), TestVolumes.served("running", SNAP)),
                        TestVolumes.volume("vol-4", "available", List.of(), TestVolumes.served("impaired", SNAP)),
                        TestVolumes.volume("vol-5", "error", List.of(), TestVolumes.served("completed", SNAP)),
                        TestVolumes.volume("vol-6", "creating", List.of(), TestVolumes.served("completed", SNAP))),
                null));
    }

    private static String status(String volume, String zone, String status, String io, String more) {
        return "<item><volumeId>" + volume + "</volumeId><availabilityZone>" + zone + "</availabilityZone>"
                + "<availabilityZoneId>" + zone + "</availabilityZoneId><volumeStatus><status>" + status
                + "</status><details><item><name>io-enabled</name><status>" + io + "</status></item>"
                + "<item><name>io-performance</name><status>not-applicable</status></item>" + more;
    }

    private static String initialization(String state) {
        return "<item><name>initialization-state</name><status>" + state + "</status></item></details></volumeStatus>"
                + "<actionsSet/><eventsSet/><attachmentStatuses/><initializationStatusDetails>"
                + "<initializationType>default</initializationType><progress>40</progress>"
                + "<estimatedTimeToCompleteInSeconds>7</estimatedTimeToCompleteInSeconds>"
                + "</initializationStatusDetails></item>";
    }

    @Test
    void howVolumesAreIsTold() {
        String plain = "</details></volumeStatus><actionsSet/><eventsSet/><attachmentStatuses/></item>";
        String attached = "</details></volumeStatus><actionsSet/><eventsSet/><attachmentStatuses><item>"
                + "<ioPerformance>not-applicable</ioPerformance><instanceId>" + TestEc2.INSTANCE
                + "</instanceId></item></attachmentStatuses></item>";
        assertThat(ofAllKinds().answer("Action=DescribeVolumeStatus"))
                .contains("<volumeStatusSet>"
                        + status("vol-1", "a", "ok", "passed", plain)
                        + status("vol-2", "b", "ok", "passed", attached)
                        + status("vol-3", "b", "ok", "passed", initialization("initializing"))
                        + status("vol-4", "b", "impaired", "failed", initialization("initializing"))
                        + status("vol-5", "b", "impaired", "failed", initialization("completed"))
                        + status("vol-6", "b", "insufficient-data", "passed", initialization("completed"))
                        + "</volumeStatusSet>");
    }

    @Test
    void copyNamesItsSourceAndNoSnapshot() {
        Volume copy = TestVolumes.volume("vol-7", "creating", List.of(), TestVolumes.copyOf(VOL));
        assertThat(new TestEc2(request -> copy).answer("Action=CopyVolumes&SourceVolumeId=" + VOL))
                .contains("<volumeSet><item><volumeId>vol-7</volumeId>")
                .contains("<snapshotId></snapshotId>", "<status>creating</status>")
                .contains("<sourceVolumeId>" + VOL + "</sourceVolumeId>");
        assertThat(ofAllKinds().answer("Action=DescribeVolumes")).doesNotContain("sourceVolumeId");
    }

    @Test
    void volumesAreFoundByHowTheyAre() {
        TestEc2 ec2 = ofAllKinds();
        assertThat(ec2.answer("Action=DescribeVolumeStatus&Filter.1.Name=volume-status.status&Filter.1.Value.1=impaired"
                        + "&Filter.2.Name=volume-status.details-status&Filter.2.Value.1=init*"
                        + "&Filter.3.Name=availability-zone-id&Filter.3.Value.1=b"))
                .contains("vol-4")
                .doesNotContain("vol-3", "vol-5");
        assertThat(ec2.asked())
                .containsExactly(new DescribeVolumes(
                        List.of(), List.of(new Filter("availability-zone", List.of("b"))), Page.FIRST));
        assertThat(ec2.answer("Action=DescribeVolumeStatus&Filter.1.Name=event.event-type&Filter.1.Value.1=*"))
                .contains("<volumeStatusSet/>");
        assertThat(ec2.fault("Action=DescribeVolumeStatus&Filter.1.Name=volume-status.x&Filter.1.Value.1=*")
                        .code())
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void aDeviceIsToldByTheNameThatWasAskedFor() {
        TestEc2 ec2 = with(new VolumeList(List.of(TestVolumes.named(VOL, "/dev/loop1", "/dev/sdf", 1)), null));
        assertThat(ec2.answer("Action=DescribeVolumes"))
                .contains("<device>/dev/sdf</device>")
                .doesNotContain("loop1");
        assertThat(ec2.answer("Action=DescribeInstances"))
                .contains("<deviceName>/dev/sdf</deviceName>")
                .doesNotContain("loop1");
    }

    @Test
    void everyModificationIsCompleted() {
        TestEc2 ec2 = with(new VolumeList(List.of(TestVolumes.attached(VOL, "/dev/loop1", 1)), null));
        assertThat(ec2.answer("Action=DescribeVolumesModifications&VolumeId.1=" + VOL
                        + "&Filter.1.Name=modification-state&Filter.1.Value.1=completed&Filter.1.Value.2=optimizing"
                        + "&Filter.2.Name=target-size&Filter.2.Value.1=1"
                        + "&Filter.3.Name=target-volume-type&Filter.3.Value.1=gp2"
                        + "&Filter.4.Name=original-iops&Filter.4.Value.1=100"))
                .contains("<volumeModificationSet><item><volumeId>" + VOL + "</volumeId>"
                        + "<modificationState>completed</modificationState><targetSize>1</targetSize>"
                        + "<targetIops>100</targetIops><targetVolumeType>gp2</targetVolumeType>"
                        + "<targetMultiAttachEnabled>false</targetMultiAttachEnabled><originalSize>1</originalSize>"
                        + "<originalIops>100</originalIops><originalVolumeType>gp2</originalVolumeType>"
                        + "<originalMultiAttachEnabled>false</originalMultiAttachEnabled><progress>100</progress>"
                        + "</item></volumeModificationSet>");
        assertThat(ec2.answer("Action=DescribeVolumesModifications&Filter.1.Name=modification-state"
                        + "&Filter.1.Value.1=modifying"))
                .contains("<volumeModificationSet/>");
        assertThat(ec2.asked())
                .isEqualTo(List.<Request<?>>of(new DescribeVolumes(
                        List.of(VOL),
                        List.of(
                                new Filter("size", List.of("1")),
                                new Filter("volume-type", List.of("gp2")),
                                new Filter("iops", List.of("100")),
                                new Filter("kind", List.of("managed"))),
                        Page.FIRST)));
    }

    @Test
    void modificationTellsBothPerformances() {
        VolumeModification change = new VolumeModification(
                VOL,
                "completed",
                1,
                1,
                100,
                1 << 30,
                1 << 30,
                new VolumePerformance("gp3", 4000, 250),
                new VolumePerformance("io2", 3000, null));
        assertThat(new TestEc2(request -> new ModifiedVolume(change))
                        .answer("Action=ModifyVolume&VolumeType=io2&VolumeId=" + VOL))
                .contains("<targetIops>3000</targetIops><targetVolumeType>io2</targetVolumeType><targetMulti")
                .contains("<originalIops>4000</originalIops><originalVolumeType>gp3</originalVolumeType>"
                        + "<originalThroughput>250</originalThroughput>");
        assertThat(TestEc2.refusing()
                        .fault("Action=ModifyVolume&VolumeId=" + VOL)
                        .code())
                .isEqualTo("MissingParameter");
        assertThat(TestEc2.refusing()
                        .fault("Action=ModifyVolume&VolumeType=io2&Throughput=125&VolumeId=" + VOL)
                        .code())
                .isEqualTo("InvalidParameterCombination");
    }

    @Test
    void volumesTellWhatWasAskedOfThem() {
        TestEc2 ec2 = with(new VolumeList(
                List.of(
                        TestVolumes.volume(
                                "vol-1",
                                "available",
                                List.of(),
                                TestVolumes.performing(new VolumePerformance("gp3", 3000, 125))),
                        TestVolumes.volume(
                                "vol-2",
                                "available",
                                List.of(),
                                TestVolumes.performing(new VolumePerformance("st1", null, null))),
                        TestVolumes.attached("vol-3", "/dev/loop1", 1)),
                null));
        assertThat(ec2.answer("Action=DescribeVolumes"))
                .contains("<volumeType>gp3</volumeType><iops>3000</iops><throughput>125</throughput><encrypted>")
                .contains("<volumeType>st1</volumeType><encrypted>")
                .contains("<volumeType>gp2</volumeType><iops>100</iops><encrypted>");
    }

    @Test
    void volumesAreFoundByWhatTheyAreAttachedTo() {
        TestEc2 ec2 = with(new VolumeList(List.of(), null));
        String unused = ec2.answer("Action=DescribeVolumes&Filter.1.Name=attachment.instance-id&Filter.1.Value.1="
                + TestEc2.INSTANCE + "&Filter.2.Name=volume-type&Filter.2.Value.1=gp2"
                + "&Filter.3.Name=attachment.device&Filter.3.Value.1=/dev/loop1");
        assertThat(ec2.asked())
                .containsExactly(new DescribeVolumes(
                        List.of(),
                        List.of(
                                AttachedVolumes.FILTER,
                                new Filter("volume-type", List.of("gp2")),
                                new Filter("attachment.device", List.of("/dev/loop1"))),
                        Page.FIRST));
        assertThat(ec2.answer("Action=DescribeSnapshots&Filter.1.Name=transfer-type&Filter.1.Value.1=time-based"))
                .contains("<snapshotSet/>");
        assertThat(ec2.asked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Iops=3000, InvalidParameterCombination",
        "VolumeType=gp3&Iops=2999, InvalidParameterValue",
        "VolumeType=gp3&Throughput=2001, InvalidParameterValue",
        "VolumeType=io1, MissingParameter",
        "VolumeType=io2&Iops=100&Throughput=125, InvalidParameterCombination",
        "MultiAttachEnabled=true, InvalidParameterValue"
    })
    void performanceThatNoVolumeHasIsRefused(String form, String code) {
        TestEc2 ec2 = TestEc2.refusing();
        assertThat(ec2.fault("Action=CreateVolume&Size=1&AvailabilityZone=a&" + form)
                        .code())
                .isEqualTo(code);
        assertThat(ec2.asked()).isEmpty();
    }

    @Test
    void volumesInTheRecycleBinAreListed() {
        BinnedVolume volume = new BinnedVolume(
                VOL,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1),
                1,
                "",
                "rule",
                false,
                "000000000000",
                List.of(),
                new VolumePerformance("io1", 200, null));
        assertThat(new TestEc2(request -> new BinnedVolumeList(List.of(volume), null))
                        .answer("Action=ListVolumesInRecycleBin"))
                .contains("<volumeSet><item><volumeId>" + VOL + "</volumeId><volumeType>io1</volumeType>"
                        + "<iops>200</iops><size>1</size><recycleBinEnterTime>1970-01-01T00:00:00.000Z</recycleBinEnterTime>"
                        + "<recycleBinExitTime>1970-01-01T00:00:01.000Z</recycleBinExitTime></item></volumeSet>");
    }
}
