package dev.taskcast.http.gate;

import static dev.taskcast.http.route.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another site can't start or cancel anything. */
class CrossSiteTest {
    private static final String DONE = "202 application/json";
    private static final String REFUSED = "403 cross_site";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();

    @BeforeEach
    void register() {
        tasks.register("a", ctx -> {});
    }

    private String answerTo(String name, String value) {
        return answer(endpoint, cancel().with(name, value));
    }

    private static SimpleRequest cancel() {
        return SimpleRequest.post("/tasks/a/cancel").with("Host", "localhost:8080");
    }

    private String answerTo(String origin, String host, String site) {
        SimpleRequest request = cancel().with("Host", host).with("Origin", origin);
        return answer(endpoint, site.isEmpty() ? request : request.with("Sec-Fetch-Site", site));
    }

    @Test
    void aProgramThatSaysNothingIsFine() {
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/a/cancel"))).isEqualTo(DONE);
        assertThat(answer(endpoint, cancel())).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none", "Same-Origin", " none "})
    void theBrowserSaysThatItIsNoOtherSite(String site) {
        assertThat(answerTo("Sec-Fetch-Site", site)).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cross-site",
                "Cross-Site",
                " cross-site ",
                "same-site",
                "same-origin, cross-site",
                "same-origin, same-origin",
                "any-other"
            })
    void theBrowserSaysThatItIsAnotherSite(String site) {
        assertThat(answerTo("Sec-Fetch-Site", site)).isEqualTo(REFUSED);
        assertThat(answerTo("http://localhost:8080", "localhost:8080", site)).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080",
        "http://LOCALHOST:8080, localhost:8080",
        "HTTP://localhost:8080, LocalHost:8080",
        "https://example.com, example.com",
        "https://example.com:443, example.com",
        "https://example.com, example.com:443",
        "http://example.com:80, example.com",
        "http://example.com, example.com:80",
        "https://example.com:8443, example.com:8443",
        "http://[::1]:8080, [::1]:8080",
        "http://[::1], [::1]:80",
        "https://[2001:DB8::1]:443, [2001:db8::1]",
        "http://127.0.0.1:8080, 127.0.0.1:8080"
    })
    void thisHostsOwnPageIsFine(String origin, String host) {
        assertThat(answerTo(origin, host, "")).isEqualTo(DONE);
        assertThat(answerTo(origin, host, "same-origin")).isEqualTo(DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, localhost:8080",
        "http://localhost, localhost:8080",
        "http://localhost:8081, localhost:8080",
        "http://localhost:80, localhost:8080",
        "http://127.0.0.1:8080, localhost:8080",
        "http://[::1]:8080, [::1]:8081",
        "http://[::1]:8080, 127.0.0.1:8080",
        "https://example.com, example.com:80",
        "http://example.com, example.com:443",
        "https://sub.example.com, example.com",
        "https://example.com.evil.example, example.com",
        "https://evilexample.com, example.com",
        "https://example.com@evil.example, example.com",
        "https://example.com:443:443, example.com",
        "https://example.com/, example.com",
        "https://, example.com",
        "example.com, example.com",
        "//example.com, example.com",
        "null, example.com",
        "null, null",
        "'', example.com",
        "' ', example.com",
        "://example.com, example.com"
    })
    void anotherOriginIsRefused(String origin, String host) {
        assertThat(answerTo(origin, host, "")).isEqualTo(REFUSED);
    }

    @Test
    void aSiblingSiteIsRefusedByItsOrigin() {
        assertThat(answerTo("https://other.example.com", "app.example.com", "same-site"))
                .isEqualTo(REFUSED);
    }

    @Test
    void anOriginWithoutHostIsRefused() {
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/a/cancel").with("Origin", "http://localhost:8080")))
                .isEqualTo(REFUSED);
    }

    /** nginx sends the upstream's name as the host, unless it is told otherwise. */
    @ParameterizedTest
    @CsvSource({
        "http://tasks.example.com, 127.0.0.1:8080",
        "https://tasks.example.com, tasks_upstream",
        "https://tasks.example.com:8443, tasks.example.com",
        "null, localhost:8080"
    })
    void theBrowsersWordIsEnoughWhateverHostAProxySends(String origin, String host) {
        assertThat(answerTo(origin, host, "same-origin")).isEqualTo(DONE);
        assertThat(answerTo(origin, host, "")).isEqualTo(REFUSED);
        assertThat(answerTo(origin, host, "none")).isEqualTo(REFUSED);
        assertThat(answerTo(origin, host, "same-site")).isEqualTo(REFUSED);
        assertThat(answerTo(origin, host, "cross-site")).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "http://tasks.example.com:8080, true",
        "HTTP://Tasks.example.com:8080, true",
        "https://app.example.com, true",
        "https://app.example.com:443, true",
        "http://tasks.example.com, false",
        "https://tasks.example.com:8080, false",
        "http://app.example.com, false",
        "http://app.example.com:443, false",
        "https://app.example.com.evil.example, false",
        "http://127.0.0.1:9000, true"
    })
    void anOriginThatTheApplicationNamesIsItsOwn(String origin, boolean own) {
        TaskEndpoint named = TaskEndpoint.builder(tasks)
                .publicOrigin("http://tasks.example.com:8080", "https://app.example.com")
                .build();
        SimpleRequest request = cancel().with("Host", "127.0.0.1:9000").with("Origin", origin);

        assertThat(answer(named, request)).isEqualTo(own ? DONE : REFUSED);
        assertThat(answer(named, request.with("Sec-Fetch-Site", "none"))).isEqualTo(own ? DONE : REFUSED);
        assertThat(answer(named, request.with("Sec-Fetch-Site", "cross-site"))).isEqualTo(REFUSED);
        assertThat(named.answer(request).headers())
                .as("it is no other site")
                .doesNotContainKey("Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "app.example.com", "https://app.example.com/", "ftp://a"})
    void whatIsNoOriginCantBeNamed(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskEndpoint.builder(tasks).publicOrigin(origin))
                .withMessage("A public origin must be like https://app.example.com, without a path, got: " + origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site", "Origin"})
    void whatIsSaidTwiceIsRefused(String name) {
        String value = name.equals("Origin") ? "http://localhost:8080" : "same-origin";
        TaskEndpoint allowing = TaskEndpoint.builder(tasks)
                .allowedOrigins(true, "http://localhost:8080")
                .build();
        for (TaskEndpoint each : new TaskEndpoint[] {endpoint, allowing}) {
            assertThat(answer(each, cancel().with(name, value))).isEqualTo(DONE);
            assertThat(answer(each, cancel().with(name, value + "\n" + value))).isEqualTo(REFUSED);
        }
    }

    @Test
    void itIsRefusedOnEveryActionAndChangesNothing() {
        for (String path :
                new String[] {"/tasks/a/start", "/tasks/a/cancel", "/tasks/nope/start", "/tasks/%00/start"}) {
            assertThat(answer(endpoint, SimpleRequest.post(path).with("Origin", "null")))
                    .as(path)
                    .isEqualTo(REFUSED);
        }
        assertThat(tasks.getState("a")).map(state -> state.run()).contains(0);
    }

    @Test
    void whatOnlyReadsIsNotRefused() {
        SimpleRequest state = SimpleRequest.get("/tasks/a").with("Sec-Fetch-Site", "cross-site");
        SimpleRequest events = SimpleRequest.get("/tasks/events").with("Origin", "null");

        assertThat(answer(endpoint, state)).isEqualTo("200 application/json");
        assertThat(endpoint.answer(events).status()).isEqualTo(200);
    }
}
