package dev.taskcast.handle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks handles: the id of a task and the time until which it may be watched, under an HMAC (RFC 2104) with
 * SHA-256 by the JDK. The first key signs, all of them check, so that keys can be changed without breaking the handles
 * that are out. Thread-safe.
 */
public final class Handles {
    /** The shortest key: as long as what SHA-256 gives, see RFC 2104, section 3. */
    public static final int MIN_KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int MAC_BYTES = 32;
    private static final int HEAD_BYTES = 1 + Long.BYTES;
    private static final int MAX_LENGTH = 2_048;

    private final List<SecretKeySpec> keys;
    private final InstantSource clock;

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
     * @param clock wall time
     */
    public Handles(List<byte[]> keys, InstantSource clock) {
        this.keys = keys.stream().map(key -> new SecretKeySpec(key, ALGORITHM)).toList();
        this.clock = clock;
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
        handle.put(VERSION).putLong(expiresAt).put(name);
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
        if (signed <= HEAD_BYTES || handle[0] != VERSION) {
            return null;
        }
        byte[] mac =
                ByteBuffer.allocate(MAC_BYTES).put(handle, signed, MAC_BYTES).array();
        boolean genuine = false;
        for (SecretKeySpec key : keys) {
            genuine |= MessageDigest.isEqual(mac, mac(key, handle, signed));
        }
        long expiresAt = ByteBuffer.wrap(handle).getLong(1);
        if (!genuine || isExpired(expiresAt)) {
            return null;
        }
        return new Handle(new String(handle, HEAD_BYTES, signed - HEAD_BYTES, StandardCharsets.UTF_8), expiresAt);
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
