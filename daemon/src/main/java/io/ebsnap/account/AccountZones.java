package io.ebsnap.account;

import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneUsage;
import io.ebsnap.store.Zones;
import java.nio.file.Path;
import java.util.List;

/** The zones of the store are the administrator's. */
public final class AccountZones implements Zones {

    @Override
    public List<StoreZone> list() {
        return List.of();
    }

    @Override
    public List<ZoneUsage> usage() {
        return List.of();
    }

    @Override
    public Path requireThere(String name) {
        throw Administrator.alone("using a zone's directory");
    }

    @Override
    public StoreZone add(String name, Path directory) {
        throw Administrator.alone("adding a zone");
    }

    @Override
    public StoreZone drain(String name) {
        throw Administrator.alone("draining a zone");
    }

    @Override
    public StoreZone remove(String name) {
        throw Administrator.alone("removing a zone");
    }
}
