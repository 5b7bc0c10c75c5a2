package dev.taskcast.server.transport;

import io.netty.util.NettyRuntime;

/**
 * Whether Netty may load a native library. From JDK 24 on the JVM warns of that on standard error where it was not started with {@code
 * --enable-native-access}, and a later one will refuse it: so it is not tried there.
 */
final class NativeAccess {
    private static final int FIRST_TO_WARN = 24;

    private NativeAccess() {}

    static boolean isGranted() {
        if (Runtime.version().feature() < FIRST_TO_WARN) {
            return true;
        }
        try { // the method is newer than what this is compiled for
            Object granted = Module.class.getMethod("isNativeAccessEnabled").invoke(NettyRuntime.class.getModule());
            return Boolean.TRUE.equals(granted);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A module has had this method since JDK 22", e);
        }
    }
}
