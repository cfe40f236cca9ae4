package io.ebsnap.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.BinnedImage;
import io.ebsnap.api.BinnedImageList;
import io.ebsnap.api.DeletedSnapshot;
import io.ebsnap.api.DeregisteredImage;
import io.ebsnap.api.ImageAncestry;
import io.ebsnap.api.ImageAncestryEntry;
import io.ebsnap.api.ImageAttribute;
import io.ebsnap.api.ImageList;
import io.ebsnap.api.ImageRequest.DeregisterImage;
import io.ebsnap.api.LaunchPermission;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images are shown as EC2 shows them. */
class ImageAnswersTest {

    private static final String SOURCE = "ami-0123456789abcdef1";
    private static final String DEVICES = "<blockDeviceMapping><item><deviceName>/dev/sda</deviceName>"
            + "<ebs><deleteOnTermination>true</deleteOnTermination><snapshotId>snap-0123456789abcdef0</snapshotId>"
            + "<volumeSize>1</volumeSize><volumeType>gp2</volumeType><encrypted>true</encrypted></ebs></item>"
            + "<item><deviceName>/dev/sdb</deviceName><noDevice></noDevice></item></blockDeviceMapping>";

    private static String answered(Record answer, String form) {
        String xml = new TestEc2(request -> answer).answer("Action=" + form);
        return xml.substring(xml.indexOf("</requestId>") + "</requestId>".length(), xml.lastIndexOf("</"));
    }

    @Test
    void anImageHasEc2sElements() {
        assertThat(answered(new ImageList(List.of(TestImages.image("web 1", SOURCE)), null), "DescribeImages"))
                .isEqualTo("<imagesSet><item><imageId>ami-0123456789abcdef0</imageId><name>web 1</name>"
                        + "<description>words</description><imageLocation>000000000000/web 1</imageLocation>"
                        + "<imageState>failed</imageState><imageOwnerId>000000000000</imageOwnerId>"
                        + "<creationDate>2026-01-02T03:04:05.006Z</creationDate><isPublic>false</isPublic>"
                        + "<productCodes/><stateReason><message>it is gone</message></stateReason>"
                        + "<architecture>x86_64</architecture><imageType>machine</imageType>"
                        + "<platformDetails>Linux/UNIX</platformDetails><usageOperation>RunInstances</usageOperation>"
                        + "<rootDeviceName>/dev/sda</rootDeviceName><rootDeviceType>ebs</rootDeviceType>"
                        + "<virtualizationType>hvm</virtualizationType><hypervisor>xen</hypervisor>"
                        + "<sriovNetSupport>simple</sriovNetSupport>" + DEVICES
                        + "<tagSet><item><key>k</key><value>v</value></item></tagSet>"
                        + "<deprecationTime>2030-01-01T00:00:00.000Z</deprecationTime>"
                        + "<deregistrationProtection>disabled</deregistrationProtection>"
                        + "<lastLaunchedTime>2026-02-01T00:00:00.000Z</lastLaunchedTime>"
                        + "<sourceImageId>" + SOURCE + "</sourceImageId>"
                        + "<sourceImageRegion>local</sourceImageRegion></item></imagesSet>");
    }

    @ParameterizedTest
    @CsvSource({
        "description, <description><value>words</value></description>",
        "bootMode, <bootMode><value>legacy-bios</value></bootMode>",
        "sriovNetSupport, <sriovNetSupport><value>simple</value></sriovNetSupport>",
        "lastLaunchedTime, <lastLaunchedTime><value>2026-02-01T00:00:00.000Z</value></lastLaunchedTime>",
        "deregistrationProtection, <deregistrationProtection><value>disabled</value></deregistrationProtection>",
        "blockDeviceMapping, " + DEVICES,
        "productCodes, <productCodes/>",
        "uefiData, ''"
    })
    void anAttributeIsToldAsItIs(String attribute, String xml) {
        assertThat(answered(
                        new ImageList(List.of(TestImages.image("web 1", null)), null),
                        "DescribeImageAttribute&Attribute=" + attribute + "&ImageId=" + TestImages.ID))
                .isEqualTo("<imageId>ami-0123456789abcdef0</imageId>" + xml);
    }

    @Test
    void launchPermissionsAreListed() {
        ImageAttribute attribute = new ImageAttribute(
                TestImages.ID, List.of(new LaunchPermission("111122223333", null), new LaunchPermission(null, "all")));
        assertThat(answered(attribute, "DescribeImageAttribute&Attribute=launchPermission&ImageId=" + TestImages.ID))
                .isEqualTo(
                        "<imageId>ami-0123456789abcdef0</imageId><launchPermission>"
                                + "<item><userId>111122223333</userId></item><item><group>all</group></item></launchPermission>");
    }

    @Test
    void whatBecameOfTheSnapshotsOfADeregisteredImageIsTold() {
        DeregisteredImage answer = new DeregisteredImage(
                true, List.of(new DeletedSnapshot(TestImages.SNAPSHOT, "skipped", "it is used")), null);
        assertThat(answered(answer, "DeregisterImage&ImageId=" + TestImages.ID))
                .isEqualTo("<return>true</return><deleteSnapshotResultSet><item>"
                        + "<snapshotId>snap-0123456789abcdef0</snapshotId><returnCode>skipped</returnCode></item>"
                        + "</deleteSnapshotResultSet>");
        TestEc2 protecting = new TestEc2(request -> {
            assertThat(request).isInstanceOf(DeregisterImage.class);
            throw new Failure.Denied("it is protected");
        });
        assertThat(protecting
                        .fault("Action=DeregisterImage&ImageId=" + TestImages.ID)
                        .code())
                .isEqualTo("OperationNotPermitted");
    }

    @Test
    void ancestorsAreListed() {
        ImageAncestry answer = new ImageAncestry(List.of(
                new ImageAncestryEntry(Instant.EPOCH, TestImages.ID, "000000000000", "web 2", SOURCE),
                new ImageAncestryEntry(Instant.EPOCH, SOURCE, "000000000000", "web 1", null)));
        assertThat(answered(answer, "GetImageAncestry&ImageId=" + TestImages.ID))
                .isEqualTo("<imageAncestryEntrySet><item><imageId>ami-0123456789abcdef0</imageId>"
                        + "<creationDate>1970-01-01T00:00:00.000Z</creationDate>"
                        + "<sourceImageId>" + SOURCE + "</sourceImageId><sourceImageRegion>local</sourceImageRegion>"
                        + "</item><item><imageId>" + SOURCE + "</imageId>"
                        + "<creationDate>1970-01-01T00:00:00.000Z</creationDate></item></imageAncestryEntrySet>");
    }

    @Test
    void imagesInTheRecycleBinAreListed() {
        BinnedImage image = new BinnedImage(
                TestImages.ID,
                "web 1",
                "words",
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1),
                "rule",
                false,
                "000000000000",
                List.of());
        assertThat(answered(new BinnedImageList(List.of(image), null), "ListImagesInRecycleBin"))
                .isEqualTo("<imageSet><item><imageId>ami-0123456789abcdef0</imageId><name>web 1</name>"
                        + "<description>words</description>"
                        + "<recycleBinEnterTime>1970-01-01T00:00:00.000Z</recycleBinEnterTime>"
                        + "<recycleBinExitTime>1970-01-01T00:00:01.000Z</recycleBinExitTime></item></imageSet>");
    }
}
