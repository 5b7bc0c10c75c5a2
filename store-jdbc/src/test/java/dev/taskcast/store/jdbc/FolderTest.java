package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.store.Batch;
import dev.taskcast.store.StoreException;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of an embedded store is one process's, whatever else that process does in it, and whatever the folder is called. */
class FolderTest {
    private static final long LIFE = 1_000_000;

    @TempDir
    Path folder;

    private final List<JdbcTaskStore> stores = new ArrayList<>();
    private long least = Stored.LEAST;

    @AfterEach
    void closeAll() {
        stores.forEach(JdbcTaskStore::close);
    }

    private JdbcTaskStore store(Path in) {
        return kept(JdbcTaskStore.embedded(in));
    }

    private JdbcTaskStore kept(JdbcTaskStore store) {
        stores.add(store);
        return store;
    }

    private History open(JdbcTaskStore store, String node) {
        return new History(store.open(Stored.openingAt(node, least += LIFE)));
    }

    @Test
    void aCopyOfTheFolderWithinTheProcessLetsNobodyIn() throws Exception {
        Path used = folder.resolve("used");
        JdbcTaskStore store = store(used);
        History history = open(store, "node-1");
        copy(used, folder.resolve("backup"));

        assertThat(saidByAnotherProcess(used)).contains("another process (pid " + ownPid() + ") uses it");
        history.make("after");
        append(store, history);
    }

    @Test
    void aCopyOfTheFolderIsAFolderOfItsOwn() throws Exception {
        Path used = folder.resolve("used");
        History history = open(store(used), "node-1");
        history.make("a");
        append(stores.getFirst(), history);
        copy(used, folder.resolve("backup"));

        assertThat(open(store(folder.resolve("backup")), "node-2").rows()).isEqualTo(history.rows());
        copy(used, folder.resolve("another"));
        assertThat(saidByAnotherProcess(folder.resolve("another"))).isEqualTo("open");
    }

    @Test
    void anotherClassLoaderIsRefusedAndNobodyElseIsLetInByThat() throws Exception {
        JdbcTaskStore store = store(folder);
        History history = open(store, "node-1");

        assertThat(saidByAnotherClassLoader(folder)).contains("this process uses it already");
        assertThat(saidByAnotherProcess(folder)).contains("another process (pid " + ownPid() + ") uses it");
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith("dev.taskcast.store:"));
        assertThat(saidByAnotherClassLoader(folder)).contains("this process uses it already");
        assertThat(saidByAnotherProcess(folder)).contains("another process (pid " + ownPid() + ") uses it");
        history.make("after");
        append(store, history);
    }

    @Test
    void aLockThatSomebodyDeletesIsNotAllThereIs() throws Exception {
        open(store(folder), "node-1");
        Files.delete(folder.resolve("lock"));

        assertThat(saidByAnotherProcess(folder)).contains("another process uses it");
    }

    @Test
    void whatACrashLeavesIsNoLock() throws Exception {
        assertThat(saidByAnotherProcess(folder)).isEqualTo("open"); // and is killed
        assertThat(Files.readString(folder.resolve("lock"))).isNotEmpty();

        JdbcTaskStore store = store(folder);
        open(store, "node-1");
        store.close();
        assertThat(Files.readString(folder.resolve("lock"))).isEmpty();
        open(store(folder), "node-2");
    }

    @Test
    void ofTwoThatGotInAllTheSameOneMayWrite() {
        JdbcTaskStore store1 = kept(new JdbcTaskStore(withoutLock(folder), Options.DEFAULT));
        History history1 = open(store1, "node-1");
        history1.make("a");
        append(store1, history1);
        JdbcTaskStore store2 = kept(new JdbcTaskStore(withoutLock(folder), Options.DEFAULT));
        History history2 = open(store2, "node-2");
        history1.make("too late");
        Batch late = history1.batch();

        assertThat(store1.journal().append(late)).isFalse();
        for (int i = 0; i < 2; i++) { // for good
            assertThatThrownBy(() -> store1.journal().read(late.head(), history1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Another process has opened");
            assertThatThrownBy(store1::flush)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Another process has opened");
        }
        history2.make("b");
        append(store2, history2);
        store2.flush();
        store2.close();
        assertThat(open(store(folder), "node-3").rows()).isEqualTo(history2.rows());
    }

    private static Dialect withoutLock(Path folder) {
        return new Faults(new SqliteDialect(folder)).without("occupy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a?cache=shared&b",
                "a?mode=memory",
                "sp ace",
                "a#b",
                "100%",
                "%3F",
                ":memory:",
                "file:x?vfs=none",
                "ünï",
                "\ud83d\ude00",
                "a'b",
                "a\"b;c",
                "?",
                "&",
                "+"
            })
    void aFolderMayHaveAnyName(String name) {
        JdbcTaskStore store = store(folder.resolve(name));
        History history = open(store, "node-1");
        history.make("a");
        append(store, history);
        store.close();

        assertThat(folder.resolve(name).resolve("taskcast.db")).exists();
        assertThat(open(store(folder.resolve(name)), "node-2").rows()).isEqualTo(history.rows());
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
    }

    private static String saidByAnotherProcess(Path folder) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = other.inputReader()) {
            return said.readLine();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private static String saidByAnotherClassLoader(Path folder) throws Exception {
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(FolderTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            return (String) loader.loadClass(Other.class.getName())
                    .getMethod("open", String.class)
                    .invoke(null, folder.toString());
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a store, says what comes of it, and waits to be killed. */
    public static final class Other {
        /** What comes of it: "open", or why not. */
        public static String open(String folder) {
            try {
                JdbcTaskStore.embedded(Path.of(folder))
                        .open(Stored.openingAt("other", Stored.LEAST + LIFE / 2 + System.nanoTime() % 1_000));
                return "open";
            } catch (StoreException e) {
                return String.valueOf(e.getMessage());
            }
        }

        public static void main(String[] args) throws IOException {
            System.out.println(open(args[0]));
            int ignored = System.in.read();
        }
    }
}
