package dev.taskcast.client.connection;

import dev.taskcast.client.decode.MessageReader;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.frames.EventStreamParser;
import dev.taskcast.client.frames.EventStreamParser.FrameTooLargeException;
import dev.taskcast.client.frames.FrameSink;
import dev.taskcast.client.live.Received;
import dev.taskcast.client.request.Exchange;
import dev.taskcast.client.request.Requests;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from its request to its loss. It is opened and read on the caller's thread. A timer looks whether it still says something,
 * and any thread may give it up.
 */
final class StreamAttempt implements FrameSink {
    private static final System.Logger LOG = System.getLogger("dev.taskcast.client");
    private static final long OPEN_NANOS = 10_000_000_000L; // for the first byte
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;
    private static final Duration SETTLE = Duration.ofSeconds(1); // a dump without "ready" has ended
    private static final long STABLE_NANOS = 5_000_000_000L; // a stream that lived that long was no failure
    private static final int PIECE = 16 * 1024;
    private static final int BATCH = 1_024; // frames that are taken at once at the most
    private static final int BATCH_BYTES = 1024 * 1024; // and about how many bytes

    /** How far it is. */
    private enum Got {
        NOTHING,
        HEAD,
        MORE
    }

    /**
     * What attempts have in common.
     *
     * @param endpoint is asked
     * @param view is told
     * @param silence how long a stream may say nothing
     * @param clock measures that
     * @param timers look after it
     * @param threads make the thread on which a list is tried
     */
    record Means(
            Endpoint endpoint,
            TaskView view,
            Silence silence,
            TaskClock clock,
            TaskClock.Timers timers,
            ThreadMaker threads) {}

    private final Means means;
    private final boolean isFirst;
    private volatile long openedAt; // when it was asked for, and then when it was answered
    private final AtomicReference<@Nullable StreamEnd> verdict = new AtomicReference<>();
    private final AtomicBoolean tryingList = new AtomicBoolean();
    private volatile @Nullable Exchange exchange;
    private volatile TaskClock.@Nullable Timer watchTimer;
    private volatile TaskClock.@Nullable Timer settleTimer;
    private volatile Got got = Got.NOTHING;
    private volatile long lastByte;
    private volatile boolean taking; // what has come is being taken, which may take its time

    // Of the thread that reads.
    private final List<Received> batch = new ArrayList<>();
    private int batchBytes;
    private @Nullable Long retryMillis;
    private int beats; // heartbeats in the pieces that have come at once
    private int bursts; // how often there were several
    private boolean heldUp; // by a listener: what came meanwhile comes at once

    StreamAttempt(Means means, boolean isFirst) {
        this.means = means;
        this.isFirst = isFirst;
        openedAt = means.clock().nanos();
        lastByte = openedAt;
    }

    /** Whether it was live for so long that its end is no failure. */
    boolean wasStable() {
        return means.view().isLive() && means.clock().nanos() - openedAt > STABLE_NANOS;
    }

    /** How long the server asked to wait in its stream, or null. */
    @Nullable
    Long retryMillis() {
        return retryMillis;
    }

    /** Ends it for another reason than its own. The first one counts. */
    void giveUp(StreamEnd why) {
        if (verdict.compareAndSet(null, why)) {
            abandon();
        }
    }

    private void abandon() {
        Exchange underWay = exchange;
        if (underWay != null) {
            underWay.abandon();
        }
    }

    /** What came before, a ticket and headers, had a time of its own. */
    private void started(Exchange begun) {
        lastByte = means.clock().nanos();
        exchange = begun;
        if (verdict.get() != null) {
            begun.abandon();
        }
    }

    /** What is asked of who is shown the stream, once that is known: whether it is somebody else than before. */
    interface Viewers {
        boolean isAnother(Optional<String> viewer);
    }

    /** Connects, and reads until it is lost. */
    StreamEnd run(Viewers viewers) throws InterruptedException {
        means.view().begin();
        watch();
        TaskRequestException error = null;
        try {
            HttpResponse<InputStream> response =
                    means.endpoint().open(means.view().lastEventId(), this::started);
            openedAt = means.clock().nanos();
            got = Got.HEAD;
            if (viewers.isAnother(response.headers().firstValue("Taskcast-Viewer"))) {
                boolean isWhole = means.view().lastEventId().isEmpty();
                means.view().forget();
                if (!isWhole) { // it goes on from a place of somebody else's
                    giveUp(new StreamEnd.GivenUp());
                }
            }
            settleSoon();
            read(response.body());
        } catch (TaskRequestException e) {
            error = e;
        } catch (IOException e) {
            error = Requests.unreachable(e);
        } catch (FrameTooLargeException e) {
            error = new TaskRequestException(String.valueOf(e.getMessage()), TaskRequestException.NOT_UNDERSTOOD, e);
        } finally {
            StreamEnd own = new StreamEnd.Lost(error);
            verdict.compareAndSet(null, own);
            abandon();
            cancel(watchTimer);
            cancel(settleTimer);
        }
        return Objects.requireNonNull(verdict.get());
    }

    private void read(InputStream body) throws IOException, FrameTooLargeException {
        EventStreamParser parser = new EventStreamParser(this);
        byte[] piece = new byte[PIECE];
        try {
            for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
                batchBytes += length;
                parser.read(piece, length);
                if (verdict.get() != null) {
                    return;
                }
                if (batch.size() >= BATCH || batchBytes >= BATCH_BYTES || body.available() == 0) {
                    flush();
                }
            }
        } finally {
            if (verdict.get() == null && !batch.isEmpty()) {
                flush(); // what came whole before the end
            }
        }
    }

    @Override
    public void frame(@Nullable String id, byte @Nullable [] data) {
        TaskMessage message = data == null ? null : message(data);
        if (id != null || message != null) {
            batch.add(new Received(id, message));
        }
    }

    private static @Nullable TaskMessage message(byte[] data) {
        try {
            return MessageReader.read(data);
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "A frame of the stream is no message: " + e.getMessage());
            return null;
        }
    }

    @Override
    public void comment() {
        beats++;
    }

    @Override
    public void retry(long millis) {
        retryMillis = millis;
    }

    /** What has come at once has come. */
    private void flush() {
        long now = means.clock().nanos();
        long gap = now - lastByte;
        lastByte = now;
        got = Got.MORE;
        taking = true;
        if (beats > 0 && !heldUp) {
            bursts = beats > 1 ? bursts + 1 : 0;
            means.silence().heartbeatAfter(gap);
        }
        beats = 0;
        heldUp = false;
        batchBytes = 0;
        if (!batch.isEmpty()) {
            heldUp = means.view().take(batch, !isFirst && now - openedAt < STABLE_NANOS);
            if (heldUp) {
                lastByte = means.clock().nanos(); // meanwhile nothing could be read
            }
            batch.clear();
            settleSoon();
        }
        taking = false;
        if (bursts > 1) {
            tryList();
        }
    }

    private void settleSoon() {
        cancel(settleTimer);
        if (means.view().endsDumpsBySilence()) {
            settleTimer = means.timers().after(SETTLE, () -> {
                if (verdict.get() == null) {
                    means.view().settledBySilence();
                }
            });
        }
    }

    private static void cancel(TaskClock.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Looks whether it still says something, again and again. */
    private void watch() {
        if (verdict.get() != null) {
            return;
        }
        long now = means.clock().nanos();
        long patience = got == Got.MORE ? means.silence().nanos() : OPEN_NANOS;
        long left = taking || exchange == null ? LOOK_AGAIN_NANOS : lastByte + patience - now;
        if (left > 0) {
            watchTimer = means.timers().after(Duration.ofNanos(left + 1_000_000), this::watch);
        } else if (got == Got.MORE) {
            means.silence().passed();
            giveUp(silent());
        } else {
            tryList();
        }
    }

    private static StreamEnd silent() {
        return new StreamEnd.Lost(new TaskRequestException("The server is silent", TaskRequestException.SILENT, null));
    }

    /** Where a list is answered at once, something in between holds the stream back. */
    private void tryList() {
        if (tryingList.compareAndSet(false, true)) {
            means.threads().virtual(this::triedList).start();
        }
    }

    private void triedList() {
        boolean hadSpoken = got == Got.MORE;
        try {
            List<Received> list = means.endpoint().list(means.clock());
            // What the stream has said, or says meanwhile, is newer than a list from before it.
            if (got != Got.MORE || (hadSpoken && !means.view().isBehind(list))) {
                giveUp(new StreamEnd.HeldBack(list));
            } else {
                goOn();
            }
        } catch (Throwable noList) { // also where there is no memory for it
            if (got == Got.NOTHING) {
                giveUp(silent());
            } else { // a server without lists may be silent as long as nothing happens
                goOn();
            }
        }
    }

    private void goOn() {
        got = Got.MORE;
        lastByte = means.clock().nanos();
        bursts = 0;
        tryingList.set(false);
        cancel(watchTimer);
        watch();
    }
}
