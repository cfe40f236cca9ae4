package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code aws} and boto3 make, show, share, copy and give up images of a real daemon. */
@RequiresRoot
@Requires(command = {"aws", "python3"})
class AwsImagesIT {

    /** Pages, waiters and what the library makes of the elements of an image. */
    private static final String BOTO = """
            import sys, boto3
            ec2 = boto3.client('ec2', endpoint_url=sys.argv[1])
            ids = [ec2.register_image(Name='boto %d' % n, RootDeviceName='/dev/sda1', BlockDeviceMappings=[
                {'DeviceName': '/dev/sda1', 'Ebs': {'SnapshotId': sys.argv[2]}},
                {'DeviceName': '/dev/sdb', 'Ebs': {'VolumeSize': 2, 'VolumeType': 'gp3'}}])['ImageId'] for n in range(3)]
            ec2.get_waiter('image_exists').wait(ImageIds=ids, WaiterConfig={'MaxAttempts': 1})
            ec2.get_waiter('image_available').wait(ImageIds=ids, WaiterConfig={'MaxAttempts': 1})
            filters = [
                {'Name': 'name', 'Values': ['boto *']},
                {'Name': 'creation-date', 'Values': ['20*Z']},
                {'Name': 'block-device-mapping.volume-size', 'Values': ['2']},
                {'Name': 'state', 'Values': ['available']},
                {'Name': 'is-public', 'Values': ['false']}]
            # Older ones do not know that there are pages.
            if ec2.can_paginate('describe_images'):
                pages = list(ec2.get_paginator('describe_images').paginate(
                    Owners=['self'], PaginationConfig={'PageSize': 2}, Filters=filters))
                assert len(pages) == 2, pages
            else:
                pages = [ec2.describe_images(Owners=['self'], Filters=filters)]
            listed = [image for page in pages for image in page['Images']]
            assert sorted(image['ImageId'] for image in listed) == sorted(ids), pages
            image = listed[0]
            assert image['Public'] is False and image['RootDeviceName'] == '/dev/sda1', image
            assert image['BlockDeviceMappings'][1]['Ebs']['VolumeSize'] == 2, image
            assert ec2.describe_images(Owners=['amazon'])['Images'] == []
            copy = ec2.copy_image(Name='copy', SourceImageId=ids[0], SourceRegion='local', ClientToken='t')
            assert copy['ImageId'] == ec2.copy_image(
                Name='copy', SourceImageId=ids[0], SourceRegion='local', ClientToken='t')['ImageId']
            ec2.get_waiter('image_available').wait(ImageIds=[copy['ImageId']], WaiterConfig={'MaxAttempts': 1})
            print(copy['ImageId'], ids[0])
            """;

    @TempDir
    private Path folder = Path.of("");

    private static String register(AwsTools tools, String name, String snapshot) {
        return tools.aws(
                "ec2",
                "register-image",
                "--name",
                name,
                "--description",
                "words",
                "--architecture",
                "x86_64",
                "--virtualization-type",
                "hvm",
                "--ena-support",
                "--root-device-name",
                "/dev/sda1",
                "--block-device-mappings",
                "DeviceName=/dev/sda1,Ebs={SnapshotId=" + snapshot + ",VolumeSize=1,VolumeType=gp3,Iops=3000}",
                "--query",
                "ImageId");
    }

    private static String shown(AwsTools tools, String image, String query) {
        return tools.aws("ec2", "describe-images", "--image-ids", image, "--query", "Images[]." + query);
    }

    @Test
    void anImageOfASnapshotIsShownSharedAndDescribed() throws IOException {
        try (AwsDaemon daemon = AwsDaemon.start(folder, "")) {
            AwsTools tools = daemon.tools();
            String snapshot = daemon.snapshot(daemon.volume());
            String image = register(tools, "web 1", snapshot);
            assertThat(image).matches("ami-[0-9a-f]{17}");
            tools.aws("ec2", "wait", "image-available", "--image-ids", image);
            assertThat(shown(tools, image, "[Name,State,Architecture,BlockDeviceMappings[0].Ebs.SnapshotId]"))
                    .isEqualTo(String.join("\t", "web 1", "available", "x86_64", snapshot));
            assertThat(tools.attempt("ec2", "delete-snapshot", "--snapshot-id", snapshot)
                            .output())
                    .contains("InvalidSnapshot.InUse");
            assertThat(tools.query("RegisterImage&Name=web+1&BlockDeviceMapping.1.DeviceName=/dev/sda"
                            + "&BlockDeviceMapping.1.Ebs.SnapshotId=" + snapshot))
                    .contains("InvalidAMIName.Duplicate");
            tools.aws(
                    "ec2",
                    "modify-image-attribute",
                    "--image-id",
                    image,
                    "--launch-permission",
                    "Add=[{UserId=111122223333},{Group=all}]");
            assertThat(shown(tools, image, "Public")).isEqualTo("True");
            assertThat(tools.aws(
                            "ec2", "describe-image-attribute", "--image-id", image, "--attribute", "launchPermission"))
                    .contains("111122223333", "all");
            tools.aws("ec2", "reset-image-attribute", "--image-id", image, "--attribute", "launchPermission");
            assertThat(shown(tools, image, "Public")).isEqualTo("False");
            tools.aws("ec2", "modify-image-attribute", "--image-id", image, "--description", "other words");
            assertThat(tools.aws("ec2", "describe-image-attribute", "--image-id", image, "--attribute", "description"))
                    .contains("other words");
            tools.aws("ec2", "create-tags", "--resources", image, "--tags", "Key=team,Value=x");
            assertThat(tools.aws(
                            "ec2",
                            "describe-images",
                            "--filters",
                            "Name=tag:team,Values=x",
                            "--query",
                            "Images[].ImageId"))
                    .isEqualTo(image);
        }
    }

    @Test
    void botosPagesAndWaitersWorkAndACopyIsMadeOnce() throws IOException {
        try (AwsDaemon daemon = AwsDaemon.start(folder, "")) {
            AwsTools tools = daemon.tools();
            String[] made = tools.python(BOTO, daemon.snapshot(daemon.volume())).split(" ", 2);
            assertThat(tools.query("GetImageAncestry&ImageId=" + made[0]))
                    .contains("<sourceImageId>" + made[1] + "</sourceImageId>");
            assertThat(tools.query("DeregisterImage&DeleteAssociatedSnapshots=true&ImageId=" + made[0]))
                    .contains("<returnCode>success</returnCode>");
        }
    }

    @Test
    void anImageIsDeprecatedDisabledAndProtected() throws IOException {
        try (AwsDaemon daemon = AwsDaemon.start(folder, "")) {
            AwsTools tools = daemon.tools();
            String image = register(tools, "web 1", daemon.snapshot(daemon.volume()));
            tools.aws(
                    "ec2",
                    "enable-image-deprecation",
                    "--image-id",
                    image,
                    "--deprecate-at",
                    InstantSource.system().instant().plus(Duration.ofDays(30)).toString());
            assertThat(shown(tools, image, "DeprecationTime")).matches("20[0-9-]+T[0-9:]+\\.000Z");
            tools.aws("ec2", "disable-image-deprecation", "--image-id", image);
            assertThat(shown(tools, image, "DeprecationTime")).isEmpty();
            assertThat(tools.query("DisableImage&ImageId=" + image)).contains("<return>true</return>");
            assertThat(tools.query("DescribeImages")).contains("<imagesSet/>");
            assertThat(tools.query("DescribeImages&IncludeDisabled=true"))
                    .contains("<imageState>disabled</imageState>");
            assertThat(tools.query("EnableImage&ImageId=" + image)).contains("<return>true</return>");
            assertThat(tools.query("DescribeImages")).contains(image);
            assertThat(tools.query("EnableImageDeregistrationProtection&ImageId=" + image))
                    .contains("<return>true</return>");
            assertThat(tools.query("DescribeImages"))
                    .contains("<deregistrationProtection>enabled-without-cooldown</deregistrationProtection>");
            assertThat(tools.attempt("ec2", "deregister-image", "--image-id", image)
                            .output())
                    .contains("OperationNotPermitted");
            assertThat(tools.query("DisableImageDeregistrationProtection&ImageId=" + image))
                    .contains("<return>true</return>");
            tools.aws("ec2", "deregister-image", "--image-id", image);
            assertThat(tools.attempt("ec2", "describe-images", "--image-ids", image)
                            .output())
                    .contains("InvalidAMIID.NotFound");
        }
    }

    @Test
    void anImageComesBackFromTheRecycleBin() throws IOException {
        try (AwsDaemon daemon = AwsDaemon.start(folder, "")) {
            AwsTools tools = daemon.tools();
            String image = register(tools, "web 1", daemon.snapshot(daemon.volume()));
            daemon.keep("EC2_IMAGE");
            tools.aws("ec2", "deregister-image", "--image-id", image);
            assertThat(tools.aws("ec2", "list-images-in-recycle-bin", "--query", "Images[].[ImageId,Name]"))
                    .isEqualTo(image + "\tweb 1");
            assertThat(tools.query("DescribeImages")).contains("<imagesSet/>");
            String other = register(tools, "web 1", daemon.snapshot(daemon.volume()));
            assertThat(tools.attempt("ec2", "restore-image-from-recycle-bin", "--image-id", image)
                            .output())
                    .contains("InvalidAMIName.Duplicate");
            tools.aws("ec2", "deregister-image", "--image-id", other);
            tools.aws("ec2", "restore-image-from-recycle-bin", "--image-id", image);
            assertThat(shown(tools, image, "State")).isEqualTo("available");
        }
    }
}
