package io.ebsnap.access;

/**
 * Who has access keys.
 *
 * @param userName log-in name of the user as whom they act; empty for the administrator
 * @param accountId 12 digits, of the account that they act for
 */
public record AccessKeyHolder(String userName, String accountId) {

    /** The administrator, who sees everybody's keys. */
    public static AccessKeyHolder administrator(String ownAccount) {
        return new AccessKeyHolder("", ownAccount);
    }

    /** Whether everything is theirs to see and to do. */
    public boolean isAdministrator() {
        return userName.isEmpty();
    }
}
