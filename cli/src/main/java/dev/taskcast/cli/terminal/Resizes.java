package dev.taskcast.cli.terminal;

import java.lang.reflect.Proxy;

/**
 * Tells when the size of the terminal changes, by the signal {@code WINCH}. It is asked for by reflection: the compiler warns of the
 * class, which the module {@code jdk.unsupported} has, and there is no other.
 */
public final class Resizes {
    private Resizes() {}

    /**
     * Calls back at each change, on a thread of the JDK's.
     *
     * @param changed is called; quick
     * @return false where there is no such signal
     */
    public static boolean listen(Runnable changed) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    Resizes.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        changed.run();
                        return null;
                    });
            Object unused = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), listener);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException none) {
            return false;
        }
    }
}
