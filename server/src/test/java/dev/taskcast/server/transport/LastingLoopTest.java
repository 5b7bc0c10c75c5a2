package dev.taskcast.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.taskcast.thread.ThreadMaker;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is thrown on it, an event loop goes on, and ends when it is told to. */
final class LastingLoopTest {
    @ParameterizedTest
    @EnumSource
    void aTaskThatThrowsEndsNoLoop(Transport transport) throws Exception {
        assumeTrue(transport.isAvailable());
        LoopThreads threads = new LoopThreads(ThreadMaker.here());
        MultiThreadIoEventLoopGroup loops = transport.newLoops(1, threads);
        for (int i = 0; i < 10; i++) {
            loops.execute(() -> {
                throw new OutOfMemoryError("thrown by the test");
            });
        }
        answers(loops.next());
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
        threads.awaitEnd(Duration.ofSeconds(10));
    }

    @Test
    void awaitingThatThrowsEndsNoLoop() throws Exception {
        AtomicInteger toFail = new AtomicInteger();
        IoHandlerFactory nio = NioIoHandler.newFactory();
        IoHandlerFactory failing = executor -> new FailingHandler(nio.newHandler(executor), toFail);
        LoopThreads threads = new LoopThreads(ThreadMaker.here());
        MultiThreadIoEventLoopGroup loops = Transport.newLoops(1, threads, failing);
        answers(loops.next());
        toFail.set(5);
        while (toFail.get() > 0) { // a loop that is busy answers several times before it waits again
            answers(loops.next());
        }
        answers(loops.next());
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
        threads.awaitEnd(Duration.ofSeconds(10));
        assertThat(loops.isTerminated()).isTrue();
    }

    private static void answers(EventLoop loop) throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> done.complete(true));
        assertThat(done.get(30, TimeUnit.SECONDS)).isTrue();
    }
}
