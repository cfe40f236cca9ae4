package io.ebsnap.aws;

import io.ebsnap.control.ActionHandler;

/**
 * Who asks.
 *
 * @param accountId 12 digits, of the account that they act for
 * @param userName log-in name; empty for the administrator
 * @param actions what they may ask for, each of which stands in the audit log
 */
public record AwsCaller(String accountId, String userName, ActionHandler actions) {

    /** As IAM names who it is. */
    public String arn() {
        return "arn:aws:iam::" + accountId + (userName.isEmpty() ? ":root" : ":user/" + userName);
    }

    /** As IAM identifies who it is. */
    public String userId() {
        return userName.isEmpty() ? accountId : userName;
    }
}
