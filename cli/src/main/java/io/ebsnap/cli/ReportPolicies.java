package io.ebsnap.cli;

import io.ebsnap.api.LifecycleLastRun;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecyclePolicyDetails;
import org.jspecify.annotations.Nullable;

/**
 * The part of a report about policies: what they cover, when they are due, and what could not be done.
 *
 * @param content of the report
 * @param html that it is written to
 */
record ReportPolicies(ReportContent content, Html html) {

    private static final int FAILURES_SHOWN_MAX = 5;

    void write() {
        html.markup("<section>").element("h2", "", "Policies");
        long bare = content.volumes().stream()
                .filter(volume -> volume.policies().isEmpty())
                .count();
        html.element(
                "p",
                "class=\"quiet\"",
                bare == 0
                        ? "Each volume is covered by one that is carried out."
                        : Human.count(bare) + " volumes are covered by none that is carried out.");
        if (!content.policies().isEmpty()) {
            table();
        }
        html.markup("</section>");
    }

    private void table() {
        ReportTable table = ReportTable.begin(html, "Policy", "State", ">Volumes", "Next", "Last run", "What failed");
        content.policies().forEach(policy -> row(table, policy));
        table.end();
    }

    private static void row(ReportTable table, LifecyclePolicy policy) {
        LifecyclePolicyDetails details = policy.policyDetails();
        LifecycleLastRun run = policy.lastRun();
        table.row()
                .text(policy.name())
                .text(policy.state())
                .number(details == null ? "-" : Human.count(details.targetCount()))
                .time(LifecycleViews.next(details))
                .time(run == null ? null : run.time())
                .text(failures(policy, run))
                .endRow();
    }

    private static String failures(LifecyclePolicy policy, @Nullable LifecycleLastRun run) {
        if (policy.state().equals("ERROR")) {
            return String.valueOf(policy.statusMessage());
        }
        if (run == null) {
            return "";
        }
        String shown = String.join(
                "; ", run.failures().subList(0, Math.min(run.failures().size(), FAILURES_SHOWN_MAX)));
        return run.failures().size() > FAILURES_SHOWN_MAX ? shown + "; ..." : shown;
    }
}
