package io.ebsnap.aws.ec2;

import java.util.List;
import java.util.function.Supplier;

/**
 * What EC2's answers say of this daemon.
 *
 * @param region its name
 * @param endpoint {@code HOST:PORT} under which it is reached
 * @param zones names of its zones, asked each time
 */
public record Ec2Facts(String region, String endpoint, Supplier<List<String>> zones) {}
