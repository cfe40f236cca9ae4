package io.ebsnap.linux;

/**
 * A user of the machine.
 *
 * @param name log-in name
 * @param userId 0 is root; a negative value is the upper half of the kernel's unsigned numbers
 * @param groupId the user's own group
 */
public record UserAccount(String name, int userId, int groupId) {}
