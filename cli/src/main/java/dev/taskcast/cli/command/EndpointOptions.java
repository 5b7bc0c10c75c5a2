package dev.taskcast.cli.command;

import dev.taskcast.client.TaskEventSource;
import dev.taskcast.client.TaskSourceBuilder;
import dev.taskcast.codec.JsonReader;
import dev.taskcast.codec.TaskCodec;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server, and as whom. */
final class EndpointOptions {
    private static final String EVENTS = "/events";
    private static final String USUAL = "http://localhost:8080/tasks";

    @Option(
            names = {"-u", "--url"},
            paramLabel = "URL",
            description = "Where the tasks are. Default: TASKCAST_URL, or " + USUAL)
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Sent as 'Authorization: Bearer TOKEN'. Default: TASKCAST_TOKEN, which other users of the"
                    + " machine can't see")
    private @Nullable String token;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header of every request; may come several times")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Times.OfDuration.class,
            defaultValue = "30s",
            description = "How long to wait for an answer, such as 10s. Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ofSeconds(30);

    /** JSON that is sent as it was given. */
    record Raw(String json) {}

    private static final class RawCodec implements TaskCodec {
        @Override
        public byte[] encode(@Nullable Object value) {
            if (!(value instanceof Raw raw)) {
                throw new IllegalArgumentException("A payload must be JSON, got: another value");
            }
            return raw.json().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> @Nullable T decode(byte[] json, Class<T> type) {
            return type.cast(JsonReader.read(json));
        }
    }

    Duration timeout() {
        return timeout;
    }

    /** The address of the endpoint, without what is behind it. */
    URI base(Map<String, String> environment) {
        URI given = given(environment);
        String path = given.getRawPath() == null ? "" : given.getRawPath();
        String trimmed = path.endsWith(EVENTS) ? path.substring(0, path.length() - EVENTS.length()) : path;
        String plain = trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
        return URI.create(given.getScheme() + "://" + given.getRawAuthority() + plain + query);
    }

    private URI given(Map<String, String> environment) {
        String set = environment.getOrDefault("TASKCAST_URL", "");
        String text = url != null ? url : set.isEmpty() ? USUAL : set;
        String whole = text.contains("://") ? text : "http://" + text;
        URI address = null;
        try {
            address = URI.create(whole.strip());
        } catch (IllegalArgumentException e) {
            // said below, as what can't be read may hold a password
        }
        boolean isHttp = address != null
                && address.getHost() != null
                && address.getUserInfo() == null
                && List.of("http", "https").contains(address.getScheme());
        if (address == null || !isHttp) {
            throw new IllegalArgumentException(
                    "The address must be one of http or https, without a user, such as " + USUAL);
        }
        return address;
    }

    /** What is sent along with each request. */
    Map<String, String> headers(Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>();
        String bearer = token != null ? token : environment.getOrDefault("TASKCAST_TOKEN", "");
        if (!bearer.isEmpty()) {
            all.put("Authorization", "Bearer " + bearer);
        }
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("A header must be 'Name: value', got: one without a colon");
            }
            all.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        all.forEach(EndpointOptions::requireSendable);
        return all;
    }

    /** It may be a secret: its value, which the JDK's message tells, goes into no message of ours. */
    private static void requireSendable(String name, String value) {
        boolean isSent = false;
        try {
            isSent = HttpRequest.newBuilder().setHeader(name, value) != null;
        } catch (IllegalArgumentException e) {
            // said below
        }
        if (!isSent) {
            throw new IllegalArgumentException("A header of the request can't be sent as it is given: " + name);
        }
    }

    /** Says which server, and as whom. */
    TaskSourceBuilder builder(Map<String, String> environment) {
        URI base = base(environment);
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        String path = base.getRawPath() + EVENTS;
        Map<String, String> sent = headers(environment);
        return TaskEventSource.builder(URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + query))
                .headers(() -> sent)
                .codec(new RawCodec())
                .requestTimeout(timeout);
    }
}
