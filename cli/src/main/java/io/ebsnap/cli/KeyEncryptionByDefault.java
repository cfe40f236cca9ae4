package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.EbsDefaults;
import io.ebsnap.api.KeyRequest.DisableEbsEncryptionByDefault;
import io.ebsnap.api.KeyRequest.EnableEbsEncryptionByDefault;
import io.ebsnap.api.KeyRequest.GetEbsDefaults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key encryption-by-default}. */
@Command(
        name = "encryption-by-default",
        header = "Show or set EC2's switch for encryption by default.",
        description = "Everything is sealed under a key in any case: the switch is kept for programs that ask for it.")
final class KeyEncryptionByDefault extends DaemonCommand {

    /** What can be said. */
    enum Wish {
        ON,
        OFF,
        SHOW
    }

    @Parameters(paramLabel = "on|off|show", description = "What to do with it.")
    Wish wish = Wish.SHOW;

    KeyEncryptionByDefault(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        EbsDefaults defaults = switch (wish) {
            case ON -> daemon.call(new EnableEbsEncryptionByDefault());
            case OFF -> daemon.call(new DisableEbsEncryptionByDefault());
            case SHOW -> daemon.call(new GetEbsDefaults());
        };
        show(
                defaults,
                Table.pairs()
                        .row("encryption by default", defaults.ebsEncryptionByDefault() ? "on" : "off")
                        .row("sealed in any case", "yes"));
        return ExitCode.OK;
    }
}
