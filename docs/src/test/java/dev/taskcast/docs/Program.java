package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A program of a document, which serves on port 8080, compiled and running on a free one, in less time. */
final class Program implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\b(?:class|record|interface) (\\w+)");

    private final URLClassLoader loader;
    private final Thread thread;
    private final int port;
    private volatile @Nullable Throwable failure;

    private Program(URLClassLoader loader, Method main, int port) {
        this.loader = loader;
        this.port = port;
        thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                main.invoke(null, (Object) new String[0]);
            } catch (InvocationTargetException | IllegalAccessException e) {
                failure = e;
            }
        });
    }

    /** Compiles and starts it, and waits until it serves. */
    static Program start(String text, Path folder) throws IOException, ReflectiveOperationException {
        int port = freePort();
        assertThat(text).contains("8080", "Thread.sleep(20)");
        String name = compile(
                text.replace("8080", String.valueOf(port)).replace("Thread.sleep(20)", "Thread.sleep(1)"), folder);
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, Program.class.getClassLoader());
        Program program = new Program(loader, loader.loadClass(name).getMethod("main", String[].class), port);
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        return program;
    }

    int port() {
        return port;
    }

    /** Tells it to end; what came of that. */
    @Nullable
    Throwable end() throws InterruptedException {
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(15))).isTrue();
        return failure;
    }

    @Override
    public void close() throws IOException {
        try (loader) {
            Throwable ignored = end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Compiles a class; its name. */
    static String compile(String text, Path folder) throws IOException {
        Matcher name = NAME.matcher(text);
        assertThat(name.find()).as("a class in " + text).isTrue();
        Path source = Files.writeString(folder.resolve(name.group(1) + ".java"), text);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(problems, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(problems.toString()).isTrue();
        }
        return name.group(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
