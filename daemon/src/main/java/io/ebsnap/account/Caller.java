package io.ebsnap.account;

/**
 * Who is at the other end of a connection, and for whom they act.
 *
 * @param user log-in name
 * @param accountId 12 digits
 * @param administrator whether everything is theirs to see and to do
 */
public record Caller(String user, String accountId, boolean administrator) {}
