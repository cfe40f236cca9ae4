package io.ebsnap.service;

import io.ebsnap.control.Services;
import io.ebsnap.lifecycle.Ward;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The services as those may use them for whom policies are carried out. They are put together after the policies, which are among them. Safe for use by several threads. */
final class WardServices {

    private final AtomicReference<@Nullable AccountServices> accounts = new AtomicReference<>();

    /** To be called once, before any policy is carried out. */
    void are(AccountServices known) {
        accounts.set(known);
    }

    Services of(Ward ward) {
        return Objects.requireNonNull(accounts.get(), "services").servicesOf(ward);
    }
}
