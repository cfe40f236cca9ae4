package io.ebsnap.service;

import io.ebsnap.check.StoreMaintenance;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.image.ImageUses;
import io.ebsnap.lifecycle.LifecycleEngine;
import io.ebsnap.lifecycle.LifecycleParts;
import io.ebsnap.task.Surroundings;

/** Puts together what carries policies out. */
final class Policies {

    private Policies() {}

    /** Carries nothing out yet by itself. */
    static LifecycleEngine over(
            OpenStore store, EbsnapdConfig config, Foundation base, WardServices services, StoreMaintenance care) {
        BootDevices boot = BootDevices.ofMachine();
        boolean archive = config.archive().directory().isPresent();
        return new LifecycleEngine(new LifecycleParts(
                store.catalog(),
                ward -> services.of(ward).snapshots(),
                new PolicyFollowUps(services::of, PolicyFollowUps.executable(archive), base.clock()),
                new PolicyImages(ward -> services.of(ward).images(), base.clock()),
                new LifecycleParts.Machine(
                        config.accountId(),
                        config.lifecycle().policies(),
                        boot::contains,
                        new SnapshotSafeguards(
                                store.locks(), new ImageUses(store.catalog()), care::verifiedAt, base.clock())),
                new Surroundings(base.clock(), base.nanoTime(), base.random(), base.crashPoints())));
    }

    /** Carries them out from now on when that is due, if that is configured. */
    static void start(LifecycleEngine lifecycle, EbsnapdConfig config, Foundation base, Closer closer) {
        if (config.lifecycle().scheduler()) {
            PolicyScheduler scheduler = new PolicyScheduler(lifecycle, base.clock());
            closer.add(Rounds.start("lifecycle", PolicyScheduler.PAUSE, PolicyScheduler.PAUSE, scheduler::round));
        }
    }
}
