package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Access;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever the application's code throws on a request's way, the request is answered, the stream ends, and the server goes on. Table-driven:
 * each place that is the application's, times each kind of throwable.
 */
interface ThrowableContract extends Served {
    /** What is thrown. */
    @SuppressWarnings("ImmutableEnumChecker") // what makes one has no state
    enum Thrown {
        RUNTIME(() -> new IllegalStateException("thrown by the test")),
        CHECKED(() -> new IOException("thrown by the test, and not declared")),
        INTERRUPTED(() -> new InterruptedException("thrown by the test")),
        ERROR(() -> new AssertionError("thrown by the test")),
        LINKAGE(() -> new NoClassDefFoundError("thrown by the test")),
        NO_MEMORY(() -> new OutOfMemoryError("thrown by the test")),
        NO_STACK(() -> new StackOverflowError("thrown by the test")),
        NO_MESSAGE(Broken::new);

        private final Supplier<Throwable> made;

        Thrown(Supplier<Throwable> made) {
            this.made = made;
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable thrown) throws T {
            throw (T) thrown;
        }

        void fire() {
            Thrown.<RuntimeException>sneak(made.get());
        }
    }

    /** Fails when it is asked what it is. */
    @SuppressWarnings("OverrideThrowableToString") // to throw is what it is for
    final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    /** Where it is thrown, as long as it is. */
    enum Place {
        ACCESS("GET", "/tasks/t"),
        CAN_SEE("GET", "/tasks/t"),
        CAN_SEE_IN_LIST("GET", "/tasks"),
        MAY("POST", "/tasks/t/start"),
        SEES_EVERYTHING("GET", "/tasks"),
        OWNER("POST", "/tasks"),
        KEY("GET", "/tasks/events"),
        VALIDATOR("POST", "/tasks"),
        DECODER("POST", "/tasks"),
        ENCODER("POST", "/tasks"),
        TICKET_CHECK("GET", "/tasks/events");

        private final String method;
        private final String path;

        Place(String method, String path) {
            this.method = method;
            this.path = path;
        }
    }

    /** The application, which throws where it is told to. */
    final class Application implements Viewer, TaskCodec {
        private volatile @Nullable Place place;
        private volatile Thrown thrown = Thrown.RUNTIME;

        void throwAt(@Nullable Place where, Thrown what) {
            thrown = what;
            place = where;
        }

        private void at(Place... here) {
            Place now = place;
            if (now != null && List.of(here).contains(now)) {
                thrown.fire();
            }
        }

        Access access() {
            return request -> {
                at(Place.ACCESS);
                return Optional.of(this);
            };
        }

        @Override
        public boolean canSee(TaskIdentity task) {
            at(Place.CAN_SEE, Place.CAN_SEE_IN_LIST);
            return true;
        }

        @Override
        public boolean may(Action action, TaskIdentity task) {
            at(Place.MAY);
            return true;
        }

        @Override
        public boolean check() {
            at(Place.TICKET_CHECK);
            return true;
        }

        @Override
        public boolean seesEverything() {
            at(Place.SEES_EVERYTHING);
            return false;
        }

        @Override
        public @Nullable String owner() {
            at(Place.OWNER);
            return null;
        }

        @Override
        public @Nullable String key() {
            at(Place.KEY);
            return null;
        }

        @Override
        public byte[] encode(@Nullable Object value) {
            at(Place.ENCODER);
            return new byte[] {'1'};
        }

        @Override
        public <T> @Nullable T decode(byte[] json, Class<T> type) {
            at(Place.DECODER);
            return type.cast("decoded");
        }

        void validate(@Nullable String payload) {
            at(Place.VALIDATOR);
        }
    }

    /** A server for all that is thrown, one after the other: what comes later finds what is left of what came before. */
    final class Standing implements AutoCloseable {
        private final Application application = new Application();
        private final TaskManager tasks = manager(application);
        private final TaskEndpoint endpoint =
                TaskEndpoint.builder(tasks).access(application.access()).build();
        private final int port;
        private int more;

        Standing(Served by) {
            port = by.serve(endpoint);
        }

        /** Once nothing is thrown any more. */
        void goesOn() throws IOException {
            application.throwAt(null, Thrown.RUNTIME);
            assertThat(RawClient.ask(port, "GET", "/tasks/t").status()).isEqualTo(200);
            try (Watcher watcher = Watcher.ready(port)) {
                String id = "more-" + more++;
                tasks.register(id, ctx -> {});
                watcher.await("\"taskId\":\"" + id + "\"");
            }
        }

        @Override
        public void close() {
            tasks.close();
        }
    }

    private static TaskManager manager(Application application) {
        TaskManager tasks = TaskManager.builder().codec(application).build();
        tasks.register("t", ctx -> {});
        TypeOptions<String> options = TypeOptions.<String>builder()
                .submittable()
                .validate(application::validate)
                .build();
        TaskType<String, Void> ignored = tasks.type("type", String.class, Void.class, (ctx, payload) -> null, options);
        return tasks;
    }

    @TestFactory
    default Stream<DynamicTest> whateverTheApplicationThrowsTheRequestIsAnsweredAndTheServerGoesOn() {
        Standing standing = new Standing(this);
        List<DynamicTest> tests = new ArrayList<>();
        for (Place place : Place.values()) {
            for (Thrown thrown : Thrown.values()) {
                tests.add(DynamicTest.dynamicTest(
                        place + " throws " + thrown, () -> isAnswered(standing, place, thrown)));
            }
        }
        return tests.stream().onClose(standing::close);
    }

    private static void isAnswered(Standing standing, Place place, Thrown thrown) throws IOException {
        standing.application.throwAt(place, thrown);
        for (int i = 0; i < 10; i++) { // more than a server may have threads to lose
            int status = status(standing.port, place);
            assertThat(status).as("answer").isIn(statuses(place, thrown));
        }
        standing.goesOn();
    }

    private static List<Integer> statuses(Place place, Thrown thrown) {
        boolean isMachine = thrown == Thrown.NO_MEMORY || thrown == Thrown.NO_STACK;
        return switch (place) {
            case ACCESS, MAY, TICKET_CHECK -> List.of(isMachine ? 500 : 403);
            case CAN_SEE -> List.of(isMachine ? 500 : 404);
            case CAN_SEE_IN_LIST, SEES_EVERYTHING, KEY -> List.of(isMachine ? 500 : 200);
            case OWNER, VALIDATOR, DECODER, ENCODER -> List.of(500);
        };
    }

    private static String ticket(int port) throws IOException {
        String body = RawClient.ask(port, "POST", "/tasks/tickets").body();
        int from = body.indexOf(':') + 2;
        return body.substring(from, body.indexOf('"', from));
    }

    /** The head is enough: of a stream there is no end. */
    private static int status(int port, Place place) throws IOException {
        String path = place == Place.TICKET_CHECK ? place.path + "?ticket=" + ticket(port) : place.path;
        try (RawClient client = new RawClient(port)) {
            if (place.path.equals("/tasks") && place.method.equals("POST")) {
                String body = "{\"type\":\"type\",\"payload\":\"x\"}";
                client.request(place.method, path, "Content-Type: application/json", "Content-Length: " + body.length())
                        .send(body);
            } else {
                client.request(place.method, path, "Content-Length: 0");
            }
            return client.head().status();
        }
    }

    @TestFactory
    default Stream<DynamicTest> whateverTheApplicationThrowsInMidStreamTheStreamEnds() {
        Standing standing = new Standing(this);
        List<DynamicTest> tests = new ArrayList<>();
        for (Place place : List.of(Place.TICKET_CHECK, Place.CAN_SEE)) {
            for (Thrown thrown : Thrown.values()) {
                tests.add(DynamicTest.dynamicTest(place + " throws " + thrown, () -> ends(standing, place, thrown)));
            }
        }
        return tests.stream().onClose(standing::close);
    }

    /** Or goes on without what is not to be seen. */
    private static void ends(Standing standing, Place place, Thrown thrown) throws IOException {
        boolean isMachine = thrown == Thrown.NO_MEMORY || thrown == Thrown.NO_STACK;
        try (Watcher watcher = Watcher.ready(standing.port)) {
            standing.application.throwAt(place, thrown);
            standing.endpoint.accessChanged(); // has everything asked anew
            if (place == Place.CAN_SEE && !isMachine) {
                watcher.await("\"type\":\"remove\"", "\"taskId\":\"t\"");
            } else {
                assertThat(watcher.untilEnd()).as("end of the stream").isNotNull();
            }
        }
        standing.goesOn();
    }
}
