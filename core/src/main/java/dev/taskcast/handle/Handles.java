package dev.taskcast.handle;

import dev.taskcast.time.TaskClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks handles: the id of a task, the time until which it may be watched, and the time at which it was signed,
 * under an HMAC (RFC 2104) with SHA-256 by the JDK. The first key signs, all of them check, so that keys can be changed
 * without breaking the handles that are out. Thread-safe.
 *
 * <p>A handle outlives its server, so its times are wall times. A clock that is behind the signing by more than a day is
 * wrong, and nothing is good by it: else a server that boots in 1970 would take each handle that there ever was. Whoever
 * watches already is sent away when the time that was left has passed, whatever the wall clock does meanwhile.
 */
public final class Handles {
    /** The shortest key: as long as what SHA-256 gives, see RFC 2104, section 3. */
    public static final int MIN_KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte VERSION = 2;
    /** Without the time of its signing. */
    private static final byte OLD_VERSION = 1;

    private static final int MAC_BYTES = 32;
    private static final int HEAD_BYTES = 1 + 2 * Long.BYTES;
    private static final int OLD_HEAD_BYTES = 1 + Long.BYTES;
    /** How far the clock of the node that checks may be behind that of the node that signed. */
    private static final long MAX_BEHIND_MILLIS = Duration.ofDays(1).toMillis();

    private static final int MAX_LENGTH = 2_048;

    private final List<SecretKeySpec> keys;
    private final TaskClock clock;

    /**
     * What a handle says.
     *
     * @param id the task that may be watched
     * @param expiresAt until when, in epoch milliseconds
     */
    public record Handle(String id, long expiresAt) {}

    /**
     * With keys.
     *
     * @param keys at least one; the first one signs
     * @param clock wall time, and how it passes for those who watch
     */
    public Handles(List<byte[]> keys, TaskClock clock) {
        this.keys = keys.stream().map(key -> new SecretKeySpec(key, ALGORITHM)).toList();
        this.clock = clock;
    }

    /**
     * A key that nobody knows, for a manager that was given none.
     *
     * @return as long as the shortest one may be
     */
    public static byte[] randomKey() {
        byte[] key = new byte[MIN_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /**
     * Signs a handle.
     *
     * @param id of which task
     * @param expiresAt until when, in epoch milliseconds
     * @return URL-safe text
     */
    public String sign(String id, long expiresAt) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer handle = ByteBuffer.allocate(HEAD_BYTES + name.length + MAC_BYTES);
        handle.put(VERSION).putLong(expiresAt).putLong(clock.millis()).put(name);
        handle.put(mac(keys.getFirst(), handle.array(), handle.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(handle.array());
    }

    /**
     * Checks a handle.
     *
     * @param text from outside
     * @return what it says, or null where it was not signed by one of the keys or has expired
     */
    public @Nullable Handle verify(String text) {
        byte[] handle = decode(text);
        int signed = handle.length - MAC_BYTES;
        int head = signed <= 0 ? Integer.MAX_VALUE : headBytes(handle[0]);
        if (signed <= head) {
            return null;
        }
        byte[] mac =
                ByteBuffer.allocate(MAC_BYTES).put(handle, signed, MAC_BYTES).array();
        boolean genuine = false;
        for (SecretKeySpec key : keys) {
            genuine |= MessageDigest.isEqual(mac, mac(key, handle, signed));
        }
        ByteBuffer said = ByteBuffer.wrap(handle);
        long expiresAt = said.getLong(1);
        if (!genuine || isExpired(expiresAt) || (head == HEAD_BYTES && isBehind(said.getLong(1 + Long.BYTES)))) {
            return null;
        }
        return new Handle(new String(handle, head, signed - head, StandardCharsets.UTF_8), expiresAt);
    }

    private static int headBytes(byte version) {
        return switch (version) {
            case VERSION -> HEAD_BYTES;
            case OLD_VERSION -> OLD_HEAD_BYTES;
            default -> Integer.MAX_VALUE;
        };
    }

    private boolean isBehind(long signedAt) {
        return clock.millis() < signedAt - MAX_BEHIND_MILLIS;
    }

    /**
     * When a handle that is good now will not be any more, on the monotonic clock.
     *
     * @param handle one that was just checked
     * @return for {@link #isOver}
     */
    public long deadlineNanos(Handle handle) {
        return clock.nanos() + TaskClock.nanosOf(Duration.ofMillis(handle.expiresAt() - clock.millis()));
    }

    /**
     * Whether somebody who watches by a handle is to be sent away.
     *
     * @param handle theirs
     * @param deadlineNanos what {@link #deadlineNanos} said when they came
     * @return true once its time has passed by either clock
     */
    public boolean isOver(Handle handle, long deadlineNanos) {
        return isExpired(handle.expiresAt()) || clock.nanos() - deadlineNanos >= 0;
    }

    /**
     * Whether a time has passed.
     *
     * @param expiresAt epoch milliseconds
     * @return true from then on
     */
    public boolean isExpired(long expiresAt) {
        return clock.millis() >= expiresAt;
    }

    private static byte[] decode(String text) {
        if (text.length() > MAX_LENGTH) {
            return new byte[0];
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static byte[] mac(SecretKeySpec key, byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
