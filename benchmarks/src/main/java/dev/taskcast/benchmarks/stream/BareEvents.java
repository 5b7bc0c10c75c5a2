package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.containers.Container;
import dev.taskcast.benchmarks.containers.Listening;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The limit in a container: an asynchronous, non-blocking servlet that writes ready-made frames from the publisher's thread. No log, no
 * merging, no access: whoever can't be written to gets the frames once they can.
 */
final class BareEvents extends PlainEvents {
    private final Container container;
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private @Nullable Listening server;

    BareEvents(Container container) {
        this.container = container;
    }

    @Override
    public int start() throws IOException {
        Listening started = container.start(new BareServlet(viewers));
        server = started;
        return started.port();
    }

    @Override
    public void publish(int task, int events) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events; i++) {
            text.append(Text.frame(task));
        }
        byte[] frames = text.toString().getBytes(StandardCharsets.US_ASCII);
        viewers.forEach(viewer -> viewer.send(frames));
    }

    @Override
    public void close() {
        Listening started = server;
        if (started != null) {
            started.stop().run();
        }
    }

    private static final class BareServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient List<Viewer> viewers;

        BareServlet(List<Viewer> viewers) {
            this.viewers = viewers;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/event-stream");
            response.setHeader("Cache-Control", "no-store");
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            ServletOutputStream out = response.getOutputStream();
            out.setWriteListener(new Viewer(context, out, viewers));
        }
    }

    private static final class Viewer implements WriteListener {
        private static final byte[] NONE = {};
        private static final byte[] READY = Text.READY.getBytes(StandardCharsets.US_ASCII);

        private final AsyncContext context;
        private final ServletOutputStream out;
        private final List<Viewer> all;
        private byte[] unwritten = NONE;
        private boolean needsFlush;
        private boolean hasBegun;
        private boolean isOver;

        Viewer(AsyncContext context, ServletOutputStream out, List<Viewer> all) {
            this.context = context;
            this.out = out;
            this.all = all;
        }

        @Override
        public synchronized void onWritePossible() throws IOException {
            if (!hasBegun) {
                hasBegun = true;
                unwritten = READY;
                all.add(this);
            }
            goOn();
        }

        synchronized void send(byte[] frames) {
            if (isOver) {
                return;
            }
            try {
                unwritten = unwritten.length == 0 ? frames : joined(unwritten, frames);
                goOn();
            } catch (IOException | IllegalStateException gone) {
                onError(gone);
            }
        }

        private static byte[] joined(byte[] first, byte[] second) {
            byte[] joined = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, joined, first.length, second.length);
            return joined;
        }

        /** As far as the container takes it; it calls back after each no. */
        private void goOn() throws IOException {
            if (unwritten.length > 0 && out.isReady()) {
                byte[] frames = unwritten;
                unwritten = NONE;
                needsFlush = true;
                out.write(frames);
            }
            if (needsFlush && out.isReady()) {
                needsFlush = false;
                out.flush();
            }
        }

        private void complete() {
            try {
                context.complete();
            } catch (IllegalStateException over) {
                isOver = true; // the container has been faster
            }
        }

        @Override
        public synchronized void onError(Throwable gone) {
            if (!isOver) {
                isOver = true;
                all.remove(this);
                complete();
            }
        }
    }
}
