package dev.taskcast.http.stream;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some whole frames, shared by all sessions that are to be sent the same. Immutable but for the cache of a server's own
 * form of it.
 */
public final class Frames {
    private final byte[] bytes;
    private volatile @Nullable Object form;

    Frames(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The frames.
     *
     * @return UTF-8, not to be changed
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The frames in a server's own form, for example within a direct buffer, made at most once or, in a race, twice.
     *
     * @param maker makes it; always the same for one server
     * @param <T> the form
     * @return the form
     */
    @SuppressWarnings("unchecked")
    public <T> T form(Function<byte[], T> maker) {
        Object made = form;
        if (made == null) {
            made = maker.apply(bytes);
            form = made;
        }
        return (T) made;
    }
}
