package io.ebsnap.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** An instant as its method has set it up. */
final class HeldInstant implements PointInTime {

    private final Held held;
    private final Closing.Step proof;
    private final List<Closing.Step> releases;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What is held.
     *
     * @param source closed first of all
     * @param method how it was had
     * @param instant which
     * @param artifact what holds it beyond the life of this process
     */
    record Held(BlockSource source, ConsistencyMethod method, Instant instant, Optional<String> artifact) {}

    /**
     * An instant.
     *
     * @param proof fails if what was read is not all of the instant
     * @param releases what to undo at the end, in order; each must do nothing when it is done already
     */
    HeldInstant(Held held, Closing.Step proof, List<Closing.Step> releases) {
        this.held = held;
        this.proof = proof;
        this.releases = List.copyOf(releases);
    }

    @Override
    public BlockSource source() {
        return held.source();
    }

    @Override
    public ConsistencyMethod method() {
        return held.method();
    }

    @Override
    public Instant instant() {
        return held.instant();
    }

    @Override
    public Optional<String> artifact() {
        return held.artifact();
    }

    @Override
    public void confirm() {
        Closing.all(held.source().name(), proof);
    }

    @Override
    public void suspend() {
        if (held.artifact().isEmpty()) {
            close();
        } else if (closed.compareAndSet(false, true)) {
            held.source().close();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            List<Closing.Step> steps = new ArrayList<>();
            steps.add(held.source()::close);
            steps.addAll(releases);
            Closing.all(held.source().name(), steps.toArray(Closing.Step[]::new));
        }
    }
}
