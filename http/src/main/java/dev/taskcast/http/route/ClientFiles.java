package dev.taskcast.http.route;

import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The browser side, as packaged. It holds no secret and is asked for by script tags, which can't set headers, so it is for
 * everybody. A browser keeps the files, and asks each time whether they are still the same. Thread-safe.
 */
final class ClientFiles {
    private static final String FOLDER = "/dev/taskcast/http/client/";
    private static final Pattern NAME = Pattern.compile("([a-z][a-z-]*/)*[a-z][a-z-]*\\.js");

    /** A file, in both encodings. */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way out, compared by nobody
    private record Packed(byte[] plain, byte[] gzip, String hash) {}

    private final Map<String, Packed> files = new ConcurrentHashMap<>();

    Reply answer(Request request, String name) {
        Packed file = NAME.matcher(name).matches() ? find(name) : null;
        if (file == null) {
            return Problem.NOT_FOUND.reply();
        }
        boolean gzip = accepts(request.header("Accept-Encoding"));
        String tag = "\"" + file.hash() + (gzip ? "-gzip\"" : "\"");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", tag);
        headers.put("Cache-Control", "no-cache");
        headers.put("Vary", "Accept-Encoding");
        String known = request.header("If-None-Match");
        if (known != null && known.contains(tag)) {
            return new Reply.Full(304, headers, new byte[0]);
        }
        headers.put("Content-Type", "text/javascript; charset=utf-8");
        headers.put("X-Content-Type-Options", "nosniff");
        if (gzip) {
            headers.put("Content-Encoding", "gzip");
        }
        return new Reply.Full(200, headers, gzip ? file.gzip() : file.plain());
    }

    private static boolean accepts(@Nullable String encodings) {
        return encodings != null
                && Arrays.stream(encodings.split(",", -1))
                        .map(encoding -> encoding.replace(" ", ""))
                        .anyMatch(encoding -> encoding.startsWith("gzip") && !encoding.matches("gzip;q=0(\\.0*)?"));
    }

    private @Nullable Packed find(String name) {
        Packed known = files.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = ClientFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return null;
            }
            Packed read = pack(in.readAllBytes());
            files.put(name, read);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Packed pack(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(plain);
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(plain);
            return new Packed(plain, out.toByteArray(), HexFormat.of().formatHex(hash, 0, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
