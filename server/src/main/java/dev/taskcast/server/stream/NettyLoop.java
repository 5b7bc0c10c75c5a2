package dev.taskcast.server.stream;

import dev.taskcast.http.pump.PumpLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.concurrent.TimeUnit;

/**
 * An event loop, for its pump.
 *
 * @param loop that writes
 */
@SuppressWarnings("FutureReturnValueIgnored") // what the pump has done later says itself what fails
public record NettyLoop(EventLoop loop) implements PumpLoop {
    @Override
    public boolean isIn() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable work) {
        loop.execute(work);
    }

    @Override
    public void executeAfterOthers(Runnable work) {
        if (loop instanceof SingleThreadEventLoop single) {
            single.executeAfterEventLoopIteration(work);
        } else {
            loop.execute(work);
        }
    }

    @Override
    public void schedule(long nanos, Runnable work) {
        loop.schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void repeat(long nanos, Runnable work) {
        loop.scheduleAtFixedRate(work, nanos, nanos, TimeUnit.NANOSECONDS);
    }
}
