package io.ebsnap.scenario;

import java.lang.reflect.Proxy;

/** Somebody whom a test does not expect to be asked for anything. */
public final class Nobody {

    private Nobody() {}

    /** One of an interface. */
    public static <T> T of(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    throw new AssertionError(method);
                }));
    }
}
