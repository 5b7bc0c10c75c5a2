package dev.taskcast.demo.archive;

import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Verifies that a file is what it was: by SHA-256, which is the result, and by two others that it is held against as
 * well. The first run writes them down beside the file.
 */
public final class Checksum implements TaskHandler {
    private static final List<String> ALGORITHMS = List.of("SHA-256", "SHA-512", "SHA3-512");
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path file;
    private final Path sums;

    /**
     * A checksum.
     *
     * @param file of any size
     */
    public Checksum(Path file) {
        this.file = file;
        sums = file.resolveSibling(file.getFileName() + ".sums");
    }

    @Override
    public void run(TaskContext ctx) throws Exception {
        List<MessageDigest> digests = digests();
        read(digests, ctx);
        List<String> found = new ArrayList<>();
        for (MessageDigest digest : digests) {
            found.add(HexFormat.of().formatHex(digest.digest()));
        }
        verify(found);
        ctx.result(found.getFirst());
    }

    private static List<MessageDigest> digests() throws NoSuchAlgorithmException {
        List<MessageDigest> digests = new ArrayList<>();
        for (String algorithm : ALGORITHMS) {
            digests.add(MessageDigest.getInstance(algorithm));
        }
        return digests;
    }

    private void read(List<MessageDigest> digests, TaskContext ctx) throws IOException {
        ctx.progress("Computing " + String.join(", ", ALGORITHMS) + " of " + file.getFileName());
        long size = Files.size(file);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = ctx.track(Files.newInputStream(file), size)) {
            for (int length; (length = in.read(chunk)) > 0; ) {
                for (MessageDigest digest : digests) {
                    digest.update(chunk, 0, length);
                }
            }
        }
    }

    private void verify(List<String> found) throws IOException {
        if (Files.exists(sums)) {
            List<String> before = Files.readAllLines(sums);
            for (int i = 0; i < ALGORITHMS.size(); i++) {
                if (!found.get(i).equals(before.get(i))) {
                    throw new IOException(file.getFileName() + " has changed: its " + ALGORITHMS.get(i) + " was "
                            + before.get(i) + " and is " + found.get(i));
                }
            }
        } else {
            writeDown(found);
        }
    }

    private void writeDown(List<String> found) throws IOException {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "sums", ".part");
        try {
            Files.write(part, found);
            Files.move(part, sums, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
