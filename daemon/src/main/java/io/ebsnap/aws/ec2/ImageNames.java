package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.Page;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.image.ImageLabel;
import java.util.List;

/** Names of new images: EC2 has codes of its own for one that cannot be, and for one that is taken. */
final class ImageNames {

    private ImageNames() {}

    static String required(Parameters in) {
        String name = in.required("Name");
        if (!ImageLabel.isValidName(name)) {
            throw AwsFault.of(
                    "InvalidAMIName.Malformed",
                    "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, spaces and ()[]./-'@_");
        }
        return name;
    }

    /** What is to be done if no image of the caller has a name. */
    static Prepared free(String name, Prepared next) {
        DescribeImages others = new DescribeImages(
                List.of(),
                List.of("self"),
                List.of(),
                List.of(new Filter("name", List.of(name))),
                true,
                true,
                Page.FIRST);
        return new Prepared.Following<>(others, found -> {
            if (!found.images().isEmpty()) {
                throw AwsFault.of(
                        "InvalidAMIName.Duplicate",
                        "AMI name " + name + " is already in use by AMI "
                                + found.images().getFirst().imageId());
            }
            return next;
        });
    }
}
