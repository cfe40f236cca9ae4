package io.ebsnap.cli;

/** While it is open, a Ctrl-C says that the daemon goes on and how to watch it. The Java runtime then ends with exit code 130. */
final class Farewell implements AutoCloseable {

    private final Thread hook;

    /** @param command that watches the work */
    Farewell(Renderer renderer, String command) {
        hook = Thread.ofPlatform().name("ebsnap-farewell").unstarted(() -> {
            renderer.note("the daemon goes on with it");
            renderer.note("hint: to watch it again: " + command);
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Waits; a thread that is interrupted meanwhile gives up. */
    void pause(Pause pause, long millis) {
        try {
            pause.millis(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(ExitCode.INTERRUPTED, "interrupted", "the daemon goes on with it");
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdownHasBegun) {
            // The hook is saying its words already.
        }
    }
}
