package dev.taskcast.store.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Large blocks are compressed, as lightly as can be: that takes less of the processor here than it saves in the database, and a tenth of
 * the disk. Small ones stay as they are.
 */
final class Packing {
    private static final int LEAST_BYTES = 4_096;
    private static final int CHUNK = 8_192;

    private Packing() {}

    static byte[] pack(byte[] json) {
        if (json.length < LEAST_BYTES) {
            return json;
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(json);
            deflater.finish();
            byte[] packed = new byte[json.length];
            int size = deflater.deflate(packed);
            return deflater.finished() ? Arrays.copyOf(packed, size) : json;
        } finally {
            deflater.end();
        }
    }

    /** JSON begins with a brace, the other format never does. */
    static byte[] unpack(byte[] data) {
        if (data.length == 0 || data[0] == '{') {
            return data;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data);
            ByteArrayOutputStream json = new ByteArrayOutputStream(data.length * 8);
            byte[] chunk = new byte[CHUNK];
            while (!inflater.finished()) {
                int size = inflater.inflate(chunk);
                if (size == 0) {
                    throw new IllegalArgumentException("A block must be whole, got: only its beginning");
                }
                json.write(chunk, 0, size);
            }
            return json.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("A block must be JSON, compressed or not, got: something else", e);
        } finally {
            inflater.end();
        }
    }
}
