package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.ListRules;
import io.ebsnap.api.RetentionRule;
import io.ebsnap.api.RetentionRuleList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebsnap recycle-bin rule list}. */
@Command(name = "list", header = "List the retention rules.")
final class RuleListing extends DaemonCommand {

    @Option(names = "--type", paramLabel = "EBS_SNAPSHOT|EBS_VOLUME|EC2_IMAGE", description = "Only of this kind.")
    @Nullable
    String type;

    @Option(names = "--lock-state", paramLabel = "STATE", description = "Only locked, pending_unlock or unlocked ones.")
    @Nullable
    String lockState;

    RuleListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<RetentionRule> rules = AllPages.of(
                page -> daemon.call(new ListRules(type, lockState, page)),
                RetentionRuleList::rules,
                RetentionRuleList::nextToken);
        show(new RetentionRuleList(rules, null), RecycleBinViews.rules(rules));
        return ExitCode.OK;
    }
}
