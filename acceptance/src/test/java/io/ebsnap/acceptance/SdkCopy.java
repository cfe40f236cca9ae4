package io.ebsnap.acceptance;

import java.net.URI;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Copies a snapshot as a program of the SDK for Java does that says nothing of a presigned URL. A process of its own, for names of hosts are the whole process's. */
final class SdkCopy {

    private SdkCopy() {}

    /**
     * Copies and prints the copy.
     *
     * @param arguments endpoint, whose host has the region in its name, and snapshot
     */
    public static void main(String[] arguments) {
        try (Ec2Client ec2 = Ec2Client.builder()
                .endpointOverride(URI.create(arguments[0]))
                .region(Region.of("local"))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            System.out.println(
                    ec2.copySnapshot(order -> order.sourceRegion("local").sourceSnapshotId(arguments[1]))
                            .snapshotId());
        }
    }
}
