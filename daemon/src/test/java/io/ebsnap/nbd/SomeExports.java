package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DataPlane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Planes by name, each with its rules. Counts how many uses are open. */
final class SomeExports implements Exports {

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    private record Rule(DataPlane plane, ExportAccess access, String description) {}

    SomeExports with(String name, DataPlane plane) {
        return with(name, plane, new ExportAccess(false, ExportAccess.ANYONE));
    }

    synchronized SomeExports with(String name, DataPlane plane, ExportAccess access) {
        rules.put(name, new Rule(plane, access, "export " + name));
        return this;
    }

    /** How many connections have an export open. */
    int open() {
        return open.get();
    }

    @Override
    public synchronized List<Entry> list(Peer peer) {
        return rules.entrySet().stream()
                .filter(rule -> rule.getValue().access().who().includes(peer))
                .map(rule -> new Entry(rule.getKey(), rule.getValue().description()))
                .toList();
    }

    @Override
    public synchronized Opened open(String name, Peer peer) {
        Rule rule = rules.get(name);
        if (rule == null) {
            throw new Failure.NotFound("there is no export '" + name + "'");
        }
        rule.access().require(name, peer);
        open.incrementAndGet();
        DataPlane use = new ForwardingPlane(rule.plane()) {
            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
        return new Opened(use, rule.access().readOnly(), rule.description());
    }
}
