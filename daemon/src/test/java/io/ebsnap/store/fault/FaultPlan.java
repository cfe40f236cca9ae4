package io.ebsnap.store.fault;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Faults that a test plans: the n-th of an operation, all of them, some of them by a seed; before they happen or after. Plans
 * add up; {@link #clear()} ends them all.
 */
public final class FaultPlan implements Faults {

    private final List<Fault> before = new CopyOnWriteArrayList<>();
    private final List<Fault> after = new CopyOnWriteArrayList<>();

    private record Fault(
            Operation operation, Predicate<ObjectName> strikes, Function<String, RuntimeException> failure) {}

    /** A plan in which nothing goes wrong yet. */
    public FaultPlan() {}

    /** A medium that refuses. */
    public static RuntimeException refused(String message) {
        return new Failure.Unavailable(message, null);
    }

    /** A medium that is full. */
    public static RuntimeException full(String message) {
        return new Failure.Exhausted(message, null);
    }

    /** Fails one of the operations to come; {@code nth} is 1 for the next one. */
    public FaultPlan failNth(Operation operation, long nth, Function<String, RuntimeException> failure) {
        before.add(new Fault(operation, countdown(nth), failure));
        return this;
    }

    /** Lets one of the operations to come happen and fail nevertheless; {@code nth} is 1 for the next one. */
    public FaultPlan failNthAfterwards(Operation operation, long nth, Function<String, RuntimeException> failure) {
        after.add(new Fault(operation, countdown(nth), failure));
        return this;
    }

    /** Fails each such operation on names that begin with {@code prefix}. */
    public FaultPlan failAll(Operation operation, String prefix, Function<String, RuntimeException> failure) {
        before.add(new Fault(operation, name -> name.value().startsWith(prefix), failure));
        return this;
    }

    /** Fails some of the given operations, each with a probability, half of them after they have happened. */
    public FaultPlan failSome(long seed, double probability, Set<Operation> operations) {
        SplittableRandom random = new SplittableRandom(seed);
        for (Operation operation : operations.stream().sorted().toList()) {
            before.add(new Fault(operation, chance(random, probability / 2), FaultPlan::refused));
            after.add(new Fault(operation, chance(random, probability / 2), FaultPlan::refused));
        }
        return this;
    }

    /** Lets each such operation take longer. */
    public FaultPlan slow(Operation operation, Duration delay) {
        before.add(new Fault(
                operation,
                name -> {
                    LockSupport.parkNanos(delay.toNanos());
                    return false;
                },
                FaultPlan::refused));
        return this;
    }

    /** From now on nothing goes wrong. */
    public void clear() {
        before.clear();
        after.clear();
    }

    @Override
    public void before(Operation operation, ObjectName name) {
        strike(before, operation, name, " failed on purpose before it happened");
    }

    @Override
    public void after(Operation operation, ObjectName name) {
        strike(after, operation, name, " failed on purpose after it happened");
    }

    private static void strike(List<Fault> faults, Operation operation, ObjectName name, String what) {
        for (Fault fault : faults) {
            if (fault.operation() == operation && fault.strikes().test(name)) {
                throw fault.failure().apply(operation + " of " + name + what);
            }
        }
    }

    private static Predicate<ObjectName> countdown(long nth) {
        AtomicLong left = new AtomicLong(nth);
        return name -> left.decrementAndGet() == 0;
    }

    private static Predicate<ObjectName> chance(SplittableRandom random, double probability) {
        return name -> {
            synchronized (random) {
                return random.nextDouble() < probability;
            }
        };
    }
}
