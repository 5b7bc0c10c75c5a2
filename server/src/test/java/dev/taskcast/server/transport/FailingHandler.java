package dev.taskcast.server.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler that throws an {@code Error} in its next rounds. */
record FailingHandler(IoHandler real, AtomicInteger toFail) implements IoHandler {
    @Override
    public void initialize() {
        real.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        if (toFail.getAndDecrement() > 0) {
            throw new OutOfMemoryError("thrown by the test");
        }
        return real.run(context);
    }

    @Override
    public void prepareToDestroy() {
        real.prepareToDestroy();
    }

    @Override
    public void destroy() {
        real.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return real.register(handle);
    }

    @Override
    public void wakeup() {
        real.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return real.isCompatible(type);
    }
}
