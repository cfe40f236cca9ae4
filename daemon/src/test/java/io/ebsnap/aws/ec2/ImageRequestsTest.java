package io.ebsnap.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageList;
import io.ebsnap.api.ImageMachine;
import io.ebsnap.api.ImageRequest.CopyImage;
import io.ebsnap.api.ImageRequest.CreateImage;
import io.ebsnap.api.ImageRequest.DeregisterImage;
import io.ebsnap.api.ImageRequest.DescribeImageAttribute;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.ImageRequest.DisableImage;
import io.ebsnap.api.ImageRequest.DisableImageDeprecation;
import io.ebsnap.api.ImageRequest.DisableImageDeregistrationProtection;
import io.ebsnap.api.ImageRequest.EnableImage;
import io.ebsnap.api.ImageRequest.EnableImageDeprecation;
import io.ebsnap.api.ImageRequest.EnableImageDeregistrationProtection;
import io.ebsnap.api.ImageRequest.GetImageAncestry;
import io.ebsnap.api.ImageRequest.ModifyImageAttribute;
import io.ebsnap.api.ImageRequest.RegisterImage;
import io.ebsnap.api.ImageRequest.ResetImageAttribute;
import io.ebsnap.api.ImageVolume;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.Page;
import io.ebsnap.api.RecycleBinRequest.ListImagesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreImageFromRecycleBin;
import io.ebsnap.api.Request;
import io.ebsnap.api.Tag;
import io.ebsnap.api.VolumeList;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each action of EC2 about images asks of the control protocol, and what is refused before it is asked. */
class ImageRequestsTest {

    private static final String SNAP = "snap-0123456789abcdef0";
    private static final String IMAGE = "ami-0123456789abcdef0";
    private static final String IMAGE_ID = "&ImageId=" + IMAGE;

    private static Arguments asks(String form, Request<?> request) {
        return Arguments.of(form, request);
    }

    private static ModifyImageAttribute permission(String operation, List<String> users, List<String> groups) {
        return new ModifyImageAttribute(IMAGE, operation, users, groups, false, null);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                asks(
                        "RegisterImage&Name=web 1&Description=&ImageLocation=&Architecture=arm64&BootMode=uefi"
                                + "&RootDeviceName=/dev/sda1&VirtualizationType=hvm&SriovNetSupport=simple&EnaSupport=true"
                                + "&BlockDeviceMapping.1.DeviceName=/dev/sda1&BlockDeviceMapping.1.Ebs.SnapshotId="
                                + SNAP
                                + "&BlockDeviceMapping.1.Ebs.VolumeSize=8&BlockDeviceMapping.1.Ebs.VolumeType=gp3"
                                + "&BlockDeviceMapping.1.Ebs.Iops=3000&BlockDeviceMapping.1.Ebs.Throughput=125"
                                + "&BlockDeviceMapping.1.Ebs.DeleteOnTermination=false"
                                + "&BlockDeviceMapping.1.Ebs.Encrypted=true"
                                + "&BlockDeviceMapping.2.DeviceName=/dev/sdb&BlockDeviceMapping.2.NoDevice="
                                + "&TagSpecification.1.ResourceType=image&TagSpecification.1.Tag.1.Key=k"
                                + "&TagSpecification.1.Tag.1.Value=v",
                        new RegisterImage(
                                "web 1",
                                "",
                                List.of(
                                        new BlockDeviceMapping(
                                                "/dev/sda1",
                                                new EbsBlockDevice(false, SNAP, null, 8L << 30, null),
                                                null),
                                        new BlockDeviceMapping("/dev/sdb", null, "")),
                                new ImageMachine("arm64", "uefi", "/dev/sda1"),
                                List.of(new Tag("k", "v")))),
                asks(
                        "CopyImage&Name=web 2&SourceRegion=x&DestinationRegion=x&PresignedUrl=u&ClientToken=t"
                                + "&CopyImageTags=true&Description=d&Encrypted=true&KmsKeyId=k&SourceImageId=" + IMAGE
                                + "&TagSpecification.1.ResourceType=snapshot&TagSpecification.1.Tag.1.Key=k",
                        new CopyImage(IMAGE, "web 2", "d", List.of(), List.of(new Tag("k", "")), true, "k")),
                asks("DeregisterImage&DeleteAssociatedSnapshots=true" + IMAGE_ID, new DeregisterImage(IMAGE, true)),
                asks(
                        "ModifyImageAttribute&LaunchPermission.Add.1.UserId=111122223333"
                                + "&LaunchPermission.Add.2.Group=all" + IMAGE_ID,
                        permission("add", List.of("111122223333"), List.of("all"))),
                asks(
                        "ModifyImageAttribute&Attribute=launchPermission&OperationType=remove&UserGroup.1=all"
                                + IMAGE_ID,
                        permission("remove", List.of(), List.of("all"))),
                asks(
                        "ModifyImageAttribute&Description.Value=words" + IMAGE_ID,
                        new ModifyImageAttribute(IMAGE, null, List.of(), List.of(), false, "words")),
                asks(
                        "ModifyImageAttribute&Attribute=description&Value=" + IMAGE_ID,
                        new ModifyImageAttribute(IMAGE, null, List.of(), List.of(), false, "")),
                asks("DescribeImageAttribute&Attribute=launchPermission" + IMAGE_ID, new DescribeImageAttribute(IMAGE)),
                asks("ResetImageAttribute&Attribute=launchPermission" + IMAGE_ID, new ResetImageAttribute(IMAGE)),
                asks(
                        "EnableImageDeprecation&DeprecateAt=2030-01-01T00:00:00Z" + IMAGE_ID,
                        new EnableImageDeprecation(IMAGE, Instant.parse("2030-01-01T00:00:00Z"))),
                asks("DisableImageDeprecation" + IMAGE_ID, new DisableImageDeprecation(IMAGE)),
                asks("EnableImage" + IMAGE_ID, new EnableImage(IMAGE)),
                asks("DisableImage" + IMAGE_ID, new DisableImage(IMAGE)),
                asks(
                        "EnableImageDeregistrationProtection&WithCooldown=true" + IMAGE_ID,
                        new EnableImageDeregistrationProtection(IMAGE, true)),
                asks(
                        "DisableImageDeregistrationProtection" + IMAGE_ID,
                        new DisableImageDeregistrationProtection(IMAGE)),
                asks("GetImageAncestry" + IMAGE_ID, new GetImageAncestry(IMAGE)),
                asks(
                        "ListImagesInRecycleBin&ImageId.1=" + IMAGE,
                        new ListImagesInRecycleBin(List.of(IMAGE), Page.FIRST)),
                asks("RestoreImageFromRecycleBin" + IMAGE_ID, new RestoreImageFromRecycleBin(IMAGE)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void anActionAsksForThis(String form, Request<?> wanted) {
        TestEc2 ec2 = TestEc2.refusing();
        assertThat(ec2.fault("Action=" + form).text()).isEqualTo("not now");
        assertThat(ec2.asked().getLast()).isEqualTo(wanted);
    }

    @Test
    void imagesAreListedByOwnersUsersFiltersAndParts() {
        TestEc2 ec2 = TestEc2.refusing();
        assertThat(ec2.answer(
                        "Action=DescribeImages&Owner.1=self&Owner.2=amazon&ExecutableBy.1=all&IncludeDisabled=true"
                                + "&MaxResults=3&Filter.1.Name=creation-date&Filter.1.Value.1=2026-*"
                                + "&Filter.2.Name=hypervisor&Filter.2.Value.1=xen"
                                + "&Filter.3.Name=source-image-region&Filter.3.Value.1=local"
                                + "&Filter.4.Name=platform-details&Filter.4.Value.1=Linux/UNIX"
                                + "&Filter.5.Name=usage-operation&Filter.5.Value.1=RunInstances"))
                .contains("<imagesSet/>");
        assertThat(ec2.asked())
                .containsExactly(new DescribeImages(
                        List.of(),
                        List.of("self"),
                        List.of("all"),
                        List.of(
                                new Filter("creation-date", List.of("2026-*")),
                                new Filter("source-image-id", List.of("ami-*"))),
                        false,
                        true,
                        new Page(3, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "Owner.1=amazon",
        "Filter.1.Name=platform&Filter.1.Value.1=windows",
        "Filter.1.Name=platform-details&Filter.1.Value.1=Windows",
        "Filter.1.Name=hypervisor&Filter.1.Value.1=ovm",
        "Filter.1.Name=source-image-region&Filter.1.Value.1=mars"
    })
    void whatNoImageCanBeIsNotAskedFor(String form) {
        TestEc2 ec2 = TestEc2.refusing();
        assertThat(ec2.answer("Action=DescribeImages&" + form)).contains("<imagesSet/>");
        assertThat(ec2.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RegisterImage, MissingParameter",
        "RegisterImage&Name=w, InvalidAMIName.Malformed",
        "RegisterImage&Name=web&VirtualizationType=paravirtual, InvalidParameterValue",
        "RegisterImage&Name=web&ImageLocation=bucket/manifest, InvalidParameterValue",
        "RegisterImage&Name=web&TpmSupport=v2.0, UnknownParameter",
        "RegisterImage&Name=web&BlockDeviceMapping.1.DeviceName=/dev/sda, InvalidBlockDeviceMapping",
        "RegisterImage&Name=web&BlockDeviceMapping.1.Ebs.VolumeSize=1, MissingParameter",
        "RegisterImage&Name=web&BlockDeviceMapping.1.DeviceName=/dev/sda&BlockDeviceMapping.1.Ebs.KmsKeyId=k, UnknownParameter",
        "RegisterImage&Name=web&BlockDeviceMapping.1.DeviceName=/dev/sda&BlockDeviceMapping.1.Ebs.SnapshotId=x, InvalidSnapshotID.Malformed",
        "RegisterImage&Name=web&TagSpecification.1.ResourceType=snapshot, InvalidParameterValue",
        "CreateImage&Name=web&InstanceId=i-0123456789abcdef1, InvalidInstanceID.NotFound",
        "CreateImage&Name=web&InstanceId=i-0123456789abcdef0&SnapshotLocation=local, InvalidParameterValue",
        "CopyImage&Name=web&SourceRegion=mars&SourceImageId=ami-0123456789abcdef0, UnsupportedOperation",
        "DescribeImages&ImageId.1=x, InvalidAMIID.Malformed",
        "DescribeImages&ImageId.1=ami-01234567, InvalidAMIID.NotFound",
        "ModifyImageAttribute&ImageId=ami-0123456789abcdef0&Attribute=imdsSupport&Value=v2.0, InvalidParameterValue",
        "ModifyImageAttribute&ImageId=ami-0123456789abcdef0&LaunchPermission.Add.1.UserId=x, InvalidUserID.Malformed",
        "ModifyImageAttribute&ImageId=ami-0123456789abcdef0&LaunchPermission.Add.1.OrganizationArn=x, UnknownParameter",
        "DescribeImageAttribute&ImageId=ami-0123456789abcdef0&Attribute=x, InvalidParameterValue",
        "ResetImageAttribute&ImageId=ami-0123456789abcdef0&Attribute=description, InvalidParameterValue",
        "EnableImageDeprecation&ImageId=ami-0123456789abcdef0, MissingParameter",
        "GetImageBlockPublicAccessState, InvalidAction"
    })
    void whatIsWrongIsRefused(String form, String code) {
        TestEc2 ec2 = TestEc2.refusing();
        assertThat(ec2.fault("Action=" + form).code()).isEqualTo(code);
        assertThat(ec2.asked()).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsTold() {
        Image image = TestImages.image("web 1", null);
        TestEc2 ec2 = new TestEc2(request -> new ImageList(List.of(image), null));
        assertThat(ec2.fault("Action=RegisterImage&Name=web 1").code()).isEqualTo("InvalidAMIName.Duplicate");
        assertThat(ec2.fault("Action=CreateImage&Name=web 1&InstanceId=" + TestEc2.INSTANCE)
                        .code())
                .isEqualTo("InvalidAMIName.Duplicate");
    }

    private static TestEc2 attached() {
        return new TestEc2(request -> switch (request) {
            case DescribeImages _ -> new ImageList(List.of(), null);
            case CreateImage _ -> throw new Failure.Conflict("not now");
            default -> {
                assertThat(request).isEqualTo(AttachedVolumes.ALL);
                yield new VolumeList(
                        List.of(
                                TestVolumes.named("vol-0123456789abcdef0", "/dev/loop2", "/dev/sdf", 20),
                                TestVolumes.attached("vol-0123456789abcdef1", "/dev/loop1", 10)),
                        null);
            }
        });
    }

    private static CreateImage created(
            List<ImageVolume> volumes, @Nullable String description, List<Tag> snapshotTags) {
        return new CreateImage(
                "web",
                description,
                volumes,
                new ImageMachine(null, null, null),
                List.of(new Tag("i", "1")),
                snapshotTags,
                InstantOptions.afterTurn(20),
                null);
    }

    @Test
    void anImageIsOfTheAttachedVolumesOfWhichTheFirstIsTheRoot() {
        TestEc2 ec2 = attached();
        String form = "Action=CreateImage&Name=web&NoReboot=true&InstanceId=" + TestEc2.INSTANCE
                + "&TagSpecification.1.ResourceType=image&TagSpecification.1.Tag.1.Key=i&TagSpecification.1.Tag.1.Value=1";
        assertThat(ec2.fault(form).text()).isEqualTo("not now");
        assertThat(ec2.asked().getLast())
                .isEqualTo(created(
                        List.of(
                                new ImageVolume("vol-0123456789abcdef1", "/dev/loop1", false),
                                new ImageVolume("vol-0123456789abcdef0", "/dev/sdf", false)),
                        null,
                        List.of()));
        String changed =
                form + "&Description=d&BlockDeviceMapping.1.DeviceName=/dev/loop1&BlockDeviceMapping.1.NoDevice="
                        + "&BlockDeviceMapping.2.DeviceName=/dev/sdf&BlockDeviceMapping.2.Ebs.DeleteOnTermination=true"
                        + "&TagSpecification.2.ResourceType=snapshot&TagSpecification.2.Tag.1.Key=s&TagSpecification.2.Tag.1.Value=2";
        assertThat(ec2.fault(changed).text()).isEqualTo("not now");
        assertThat(ec2.asked().getLast())
                .isEqualTo(created(
                        List.of(new ImageVolume("vol-0123456789abcdef0", "/dev/sdf", true)),
                        "d",
                        List.of(new Tag("s", "2"))));
        assertThat(ec2.fault(form + "&BlockDeviceMapping.1.DeviceName=/dev/sdz&BlockDeviceMapping.1.NoDevice=")
                        .code())
                .isEqualTo("InvalidBlockDeviceMapping");
        assertThat(ec2.fault(form + "&BlockDeviceMapping.1.DeviceName=/dev/loop1&BlockDeviceMapping.1.NoDevice="
                                + "&BlockDeviceMapping.2.DeviceName=/dev/sdf&BlockDeviceMapping.2.NoDevice=")
                        .code())
                .isEqualTo("InvalidParameterValue");
    }
}
