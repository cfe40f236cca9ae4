package io.ebsnap.access;

/**
 * Who has access keys.
 *
 * @param userName log-in name of the user as whom they act
 * @param accountId 12 digits, of the account that they act for
 * @param administrator whether they act as the administrator, who sees everybody's keys
 */
public record AccessKeyHolder(String userName, String accountId, boolean administrator) {}
