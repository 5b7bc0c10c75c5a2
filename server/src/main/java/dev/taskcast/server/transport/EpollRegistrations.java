package dev.taskcast.server.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's epoll, but with registrations that can be taken up again. Netty 4.2.18 takes a connection that waits for nothing out
 * of epoll's set (netty pull request 16689), and then fails to wait for it once more, since it holds it for still there. That is
 * where a connection is whose client has ended its side: an answer larger than the socket's buffer would be cut.
 */
final class EpollRegistrations implements IoHandler {
    private final IoHandler epoll;

    private EpollRegistrations(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return executor -> new EpollRegistrations(factory.newHandler(executor));
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(handle, epoll.register(handle));
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return epoll.isCompatible(type);
    }

    /** Used on its event loop only. */
    private final class Registration implements IoRegistration {
        private final IoHandle handle;
        private IoRegistration current;
        private boolean added;
        private boolean removed;

        Registration(IoHandle handle, IoRegistration first) {
            this.handle = handle;
            current = first;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
        public <T> T attachment() {
            return current.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            boolean none = EpollIoOps.NONE.equals(ops);
            if (removed && current.isValid()) {
                if (none) {
                    return 0;
                }
                renew();
            }
            long submitted = current.submit(ops);
            removed = none && added;
            added |= !none;
            return submitted;
        }

        private void renew() {
            current.cancel();
            added = false;
            try {
                current = epoll.register(handle);
            } catch (Exception e) {
                throw new IllegalStateException("An event loop's own thread can register", e);
            }
        }

        @Override
        public boolean isValid() {
            return current.isValid();
        }

        @Override
        public boolean cancel() {
            return current.cancel();
        }
    }
}
