package dev.taskcast.demo.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate for {@code localhost} that nobody has signed, made once by the JDK's {@code keytool}. */
final class Certificate {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "tasks";

    private static @Nullable KeyStore made; // by whichever test is the first

    private Certificate() {}

    /** The certificate and its key, as proxies read them. */
    static Path file(Path folder) throws IOException {
        Path file = folder.resolve("tasks.pem");
        try {
            KeyStore store = store();
            return Files.writeString(
                    file,
                    pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded())
                            + pem(
                                    "PRIVATE KEY",
                                    store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = made == null ? make(Files.createTempDirectory("taskcast-certificate")) : made;
        made = store;
        return store;
    }

    private static KeyStore make(Path folder) throws IOException, GeneralSecurityException {
        Path file = folder.resolve("tasks.p12");
        Path output = folder.resolve("keytool.txt");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String arguments = "-genkeypair -keyalg EC -alias " + ALIAS
                + " -dname CN=localhost -ext san=dns:localhost -validity 2 -storepass " + PASSWORD + " -keystore";
        List<String> command = new ArrayList<>(List.of(keytool.toString()));
        command.addAll(List.of(arguments.split(" ", -1)));
        command.add(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (InputStream in = Files.newInputStream(ended(process, output, file))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(output);
            Files.deleteIfExists(folder);
        }
    }

    private static Path ended(Process process, Path output, Path made) throws IOException {
        try {
            assertThat(process.waitFor()).as(Files.readString(output)).isZero();
            return made;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return String.format(Locale.ROOT, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n", what, body);
    }

    /** For a client that takes this certificate and no other. */
    static SSLContext trusting() throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, store().getCertificate(ALIAS));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
