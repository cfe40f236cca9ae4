package io.ebsnap.cli;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells how far long work is: a bar on a terminal, else a plain line at each tenth, or after ten seconds of silence. */
final class Progress {

    private static final long SILENCE_NANOS_MAX = 10_000_000_000L;
    private static final int BAR_CHARACTERS = 24;

    private final Renderer renderer;
    private final LongSupplier nanoTime;
    private final String title;
    private long lastLineNanos;
    private int lastTenth = -1;
    private String lastPhase = "";

    Progress(Renderer renderer, LongSupplier nanoTime, String title) {
        this.renderer = renderer;
        this.nanoTime = nanoTime;
        this.title = title;
    }

    /**
     * A moment of the work.
     *
     * @param phase a word for people
     * @param done of the total
     * @param total 0 if it is not known
     * @param detail amounts and rates, ready to print
     * @param etaSeconds until the end, if that is known
     */
    record Moment(
            String phase,
            long done,
            long total,
            String detail,
            @Nullable Long etaSeconds) {

        int percent() {
            return total <= 0 ? 0 : (int) Math.min(100, done / (total / 100.0));
        }
    }

    void show(Moment moment) {
        if (renderer.isTerminal()) {
            renderer.status(title + " " + bar(moment) + " " + describe(moment));
        } else if (moment.done() + moment.total() > 0 && isDue(moment)) {
            renderer.note(title + ": " + describe(moment));
        }
    }

    /** Takes the bar off the terminal. */
    void end() {
        renderer.clearStatus();
    }

    private boolean isDue(Moment moment) {
        long now = nanoTime.getAsLong();
        int tenth = moment.percent() / 10;
        boolean due =
                tenth > lastTenth || !moment.phase().equals(lastPhase) || now - lastLineNanos >= SILENCE_NANOS_MAX;
        if (due) {
            lastTenth = tenth;
            lastPhase = moment.phase();
            lastLineNanos = now;
        }
        return due;
    }

    private static String describe(Moment moment) {
        String percent = moment.total() > 0 ? String.format(Locale.ROOT, "%d %% ", moment.percent()) : "";
        String eta = moment.etaSeconds() == null || moment.total() <= 0
                ? ""
                : ", " + Human.duration(moment.etaSeconds()) + " to go";
        return percent + moment.phase() + ", " + moment.detail() + eta;
    }

    private static String bar(Moment moment) {
        int filled = moment.percent() * BAR_CHARACTERS / 100;
        return "[" + "#".repeat(filled) + "-".repeat(BAR_CHARACTERS - filled) + "]";
    }
}
