package dev.taskcast.http.exchange;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some whole frames, of one session or shared by all that are to be sent the same. Immutable but for the cache of a server's own
 * form of it.
 */
public final class Frames {
    private final byte[] bytes;
    private final boolean shared;
    private volatile @Nullable Object form;

    private Frames(byte[] bytes, boolean shared) {
        this.bytes = bytes;
        this.shared = shared;
    }

    /**
     * For as many sessions as want them.
     *
     * @param bytes whole frames in UTF-8, not to be changed
     * @return frames of which a server may keep a form of its own
     */
    public static Frames shared(byte[] bytes) {
        return new Frames(bytes, true);
    }

    /**
     * For one session.
     *
     * @param bytes whole frames in UTF-8, not to be changed
     * @return frames that are sent once
     */
    public static Frames single(byte[] bytes) {
        return new Frames(bytes, false);
    }

    /**
     * Whether several sessions may be sent these.
     *
     * @return false where a form of a server's own would be used once
     */
    public boolean isShared() {
        return shared;
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
