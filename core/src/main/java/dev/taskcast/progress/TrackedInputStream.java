package dev.taskcast.progress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Counts the bytes that were read. */
final class TrackedInputStream extends FilterInputStream {
    private final Runnable check;
    private final LongConsumer progress;
    private long done;
    private long marked;

    TrackedInputStream(InputStream in, Runnable check, LongConsumer progress) {
        super(in);
        this.check = check;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        check.run();
        int read = super.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        check.run();
        int read = super.read(bytes, offset, length);
        count(read);
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        check.run();
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public synchronized void mark(int limit) {
        marked = done;
        super.mark(limit);
    }

    @Override
    public synchronized void reset() throws IOException {
        super.reset();
        done = marked;
    }

    private void count(long bytes) {
        if (bytes > 0) {
            done += bytes;
            progress.accept(done);
        }
    }
}
