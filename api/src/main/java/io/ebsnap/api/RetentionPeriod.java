package io.ebsnap.api;

/**
 * How long a retention rule keeps things.
 *
 * @param retentionPeriodValue 1 to 365
 * @param retentionPeriodUnit {@code DAYS}
 */
public record RetentionPeriod(int retentionPeriodValue, String retentionPeriodUnit) {

    /** In days. */
    public static RetentionPeriod days(int days) {
        return new RetentionPeriod(days, "DAYS");
    }
}
