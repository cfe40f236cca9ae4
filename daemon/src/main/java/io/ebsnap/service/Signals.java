package io.ebsnap.service;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Signals, handled as a daemon wants them: the runtime's own way of ending takes the log's handlers away before the daemon has stopped,
 * and ends with the signal's number where 0 is meant.
 *
 * <p>{@code sun.misc.Signal} is the only way there is (module {@code jdk.unsupported}, meant to be used until there is another). It is reached by
 * reflection because the compiler warns of its mere name, and a warning is an error here.
 */
final class Signals {

    private Signals() {}

    /**
     * Runs something, on a thread of the runtime's, at each signal of a name.
     *
     * @param name without {@code SIG}
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) -> {
                action.run();
                return null;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, call));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java runtime cannot handle SIG" + name, e);
        }
    }
}
