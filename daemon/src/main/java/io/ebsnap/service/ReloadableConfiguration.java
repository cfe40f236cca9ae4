package io.ebsnap.service;

import io.ebsnap.api.ConfigurationReload;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.control.Configuration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration of a daemon that runs: accounts and what is logged can change meanwhile, everything else with the next start. Safe for use by several threads. */
final class ReloadableConfiguration implements Configuration {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadableConfiguration.class);

    private final EbsnapdConfig started;
    private final Supplier<EbsnapdConfig> anew;
    private final Logs logs;
    private final ConfiguredAccounts accounts;

    /**
     * Over the configuration that a daemon has started with.
     *
     * @param anew reads it again
     * @param logs are told what is to be logged
     * @param accounts are told which there are
     */
    ReloadableConfiguration(
            EbsnapdConfig started, Supplier<EbsnapdConfig> anew, Logs logs, ConfiguredAccounts accounts) {
        this.started = started;
        this.anew = anew;
        this.logs = logs;
        this.accounts = accounts;
    }

    /** All of it or nothing: what can be refused comes first. */
    @Override
    public synchronized ConfigurationReload readAnew() {
        EbsnapdConfig config = anew.get();
        accounts.replace(config.accounts());
        logs.level(config.logLevel());
        boolean restartNeeded = !config.reloadedAs(started).equals(started);
        LOG.info(
                "configuration read anew: level={} accounts={}{}",
                config.logLevel(),
                config.accounts().size(),
                restartNeeded ? "; other changes need a restart" : "");
        return new ConfigurationReload(restartNeeded);
    }
}
