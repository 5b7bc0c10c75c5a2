package dev.taskcast.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key that guests' links are signed with: kept beside the data, so that a link outlives the server that made it. */
public final class HandleKey {
    private static final int BYTES = 32;

    private HandleKey() {}

    /**
     * The key of a directory.
     *
     * @param directory is there
     * @return 32 bytes, random when they are first asked for
     * @throws IOException if the key can't be read or written
     */
    public static byte[] in(Path directory) throws IOException {
        Path file = directory.resolve("handle.key");
        if (Files.notExists(file)) {
            byte[] key = new byte[BYTES];
            new SecureRandom().nextBytes(key);
            // Made for its owner's eyes only, where the file system knows them; whole or not at all.
            Path part = Files.createTempFile(directory, "handle", ".part");
            Files.writeString(part, HexFormat.of().formatHex(key));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return HexFormat.of().parseHex(Files.readString(file).strip());
    }
}
