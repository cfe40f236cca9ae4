package io.ebsnap.lifecycle;

/**
 * For whom something is done.
 *
 * @param accountId 12 digits
 * @param administrators whether all is allowed that the administrator may; else only what the account may
 */
public record Ward(String accountId, boolean administrators) {}
