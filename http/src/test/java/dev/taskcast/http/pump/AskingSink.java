package dev.taskcast.http.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.Frame;
import dev.taskcast.http.exchange.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is as strict as the output of a servlet: a write is allowed only after it has said that it takes one, and nothing at
 * all once it has ended.
 */
final class AskingSink implements Sink {
    final List<Frame> written = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    private @Nullable PumpedStream stream;
    private boolean allowed;
    private boolean over;
    private @Nullable RuntimeException failure;
    int room = Integer.MAX_VALUE; // how many writes it takes
    long waitingBytes;
    boolean tellsOfEnd = true;

    void of(PumpedStream newStream) {
        stream = newStream;
    }

    PumpedStream stream() {
        return Objects.requireNonNull(stream);
    }

    void failsWith(RuntimeException newFailure) {
        failure = newFailure;
    }

    @Override
    public boolean isWritable() {
        assertThat(over).as("it has ended").isFalse();
        allowed = room > 0;
        return allowed;
    }

    @Override
    public void write(Frames frames) {
        assertThat(over).as("it has ended").isFalse();
        assertThat(allowed).as("it was asked before").isTrue();
        if (failure != null) {
            throw failure;
        }
        allowed = false;
        room--;
        take(frames);
    }

    private void take(Frames frames) {
        calls.add("write");
        written.addAll(Frame.parse(frames.bytes()));
    }

    @Override
    public void flush() {
        assertThat(over).as("it has ended").isFalse();
        calls.add("flush");
    }

    @Override
    public long waitingBytes() {
        return waitingBytes;
    }

    @Override
    public void end(Frames goodbye) {
        take(goodbye);
        close("end");
    }

    @Override
    public void cut() {
        close("cut");
    }

    private void close(String how) {
        assertThat(over).as("it has ended").isFalse();
        over = true;
        calls.add(how);
        if (tellsOfEnd) {
            stream().closed();
        }
    }

    /** The types of the messages, and what else there was. */
    List<String> types() {
        return written.stream()
                .map(frame -> frame instanceof Frame.Message message
                        ? message.type()
                        : frame.getClass().getSimpleName())
                .toList();
    }

    void clear() {
        written.clear();
        calls.clear();
    }
}
