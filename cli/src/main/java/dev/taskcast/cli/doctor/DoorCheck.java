package dev.taskcast.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Whether the server answers, by what, whether it lets the viewer in, and what time it is there. One request. */
final class DoorCheck {
    private static final Duration SOON = Duration.ofDays(21);
    private static final long CLOCK_MS = 2_000;

    private final Patient patient;
    private Patient.@Nullable Answer answer;
    private Map<?, ?> list = Map.of();

    DoorCheck(Patient patient) {
        this.patient = patient;
    }

    /** Whether it answers at all. */
    List<Finding> knock() throws InterruptedException {
        HttpRequest request = request();
        Patient.Answer got;
        try {
            got = patient.ask(request);
        } catch (HttpTimeoutException e) {
            return List.of(Finding.fail(
                    "connection",
                    "no answer within " + patient.patience().toSeconds() + " s",
                    "Look whether the server runs, and whether a firewall lets this through."));
        } catch (IOException e) {
            return List.of(unreachable(e));
        }
        answer = got;
        List<Finding> findings = new ArrayList<>();
        findings.add(connection(got));
        got.response().sslSession().ifPresent(session -> findings.add(certificate(session)));
        if (isTokenOpen(request)) {
            findings.add(
                    Finding.warn("token", "it is sent without TLS, for everybody on the way to read", "Use https."));
        }
        return findings;
    }

    private HttpRequest request() {
        return patient.request(patient.at("", "limit=1"))
                .header("Accept", "application/json")
                .build();
    }

    /** What has gone wrong is at the end of the causes, some of which say nothing. */
    private static Finding unreachable(IOException e) {
        String said = "";
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return Finding.fail(
                        "connection",
                        "TLS fails: " + each.getMessage(),
                        "Look at the certificate: whether it is for this name, still good, and of somebody whom this"
                                + " Java trusts (javax.net.ssl.trustStore).");
            }
            said = each.getMessage() == null ? said : ": " + each.getMessage();
        }
        return Finding.fail(
                "connection",
                "no connection" + said,
                "Look whether the server runs, and listens on this address and port.");
    }

    private static Finding connection(Patient.Answer got) {
        String version = got.response().version() == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
        List<String> between = Stream.of("Server", "Via", "X-Cache", "CF-RAY")
                .filter(name -> !got.header(name).isEmpty())
                .map(name -> name + ": " + got.header(name))
                .toList();
        return Finding.ok(
                "connection",
                version + ", answered in " + got.tookMillis() + " ms"
                        + (between.isEmpty() ? "" : ", " + String.join(", ", between)));
    }

    private static Finding certificate(SSLSession session) {
        try {
            for (Certificate each : session.getPeerCertificates()) {
                if (each instanceof X509Certificate certificate) {
                    Instant until = certificate.getNotAfter().toInstant();
                    String words = session.getProtocol() + ", certificate until "
                            + until.atZone(ZoneOffset.UTC).toLocalDate();
                    return until.isBefore(Instant.now().plus(SOON))
                            ? Finding.warn("TLS", words, "Renew it.")
                            : Finding.ok("TLS", words);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            // said below
        }
        return Finding.warn("TLS", session.getProtocol() + ", no certificate", "");
    }

    private static boolean isTokenOpen(HttpRequest request) {
        URI url = request.uri();
        boolean isSecret = request.headers().firstValue("Authorization").isPresent()
                || request.headers().firstValue("Cookie").isPresent();
        try {
            return isSecret
                    && "http".equals(url.getScheme())
                    && !InetAddress.getByName(NameCheck.plain(url.getHost())).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether tasks are there, and the viewer sees them. */
    List<Finding> enter() {
        Patient.Answer got = Objects.requireNonNull(answer);
        Finding finding = switch (got.status()) {
            case 200 -> tasks(got);
            case 401 -> denied("a login is wanted (401)", "Set TASKCAST_TOKEN, or what else it takes by -H.");
            case 403 -> denied("not allowed (403)", "Ask whoever runs it; look at the endpoint's access.");
            case 404 -> denied("nothing there (404)", "Look at the path: the endpoint's is /tasks by default.");
            case 301, 302, 303, 307, 308 ->
                denied(
                        "sent elsewhere (" + got.status() + "), to " + place(got),
                        "Where that is a page to log in, set TASKCAST_TOKEN; else use that address.");
            default ->
                denied("the answer is " + got.status(), "Look at the logs of the server, and of what is between.");
        };
        return List.of(finding);
    }

    private static Finding denied(String words, String advice) {
        return Finding.fail("tasks", words, advice);
    }

    /** Without its query, which may be a secret. */
    private static String place(Patient.Answer got) {
        String location = got.header("Location");
        int query = location.indexOf('?');
        return query < 0 ? location : location.substring(0, query);
    }

    private Finding tasks(Patient.Answer got) {
        if (got.json() instanceof Map<?, ?> map && map.get("tasks") instanceof List<?>) {
            list = map;
            return Finding.ok("tasks", "the endpoint answers, and lets the viewer in");
        }
        String type = got.header("Content-Type");
        return denied(
                "no list of tasks came, but " + (type.isEmpty() ? "something else" : type),
                "A page to log in, or another application: look at the address.");
    }

    /** Where a stream goes on from what was seen. */
    String position() {
        return list.get("position") instanceof String text ? text : "";
    }

    /**
     * Whether the clocks agree. It asks again: the first answer took as long as the connection and TLS did, by which the time told is
     * unsure.
     */
    List<Finding> clock() throws InterruptedException {
        Patient.Answer got = Objects.requireNonNull(answer);
        try {
            Patient.Answer again = patient.ask(request());
            if (again.json() instanceof Map<?, ?> map && map.get("now") instanceof Number) {
                got = again;
                list = map;
            }
        } catch (IOException e) {
            // then the first one has to do
        }
        if (!(list.get("now") instanceof Number now)) {
            return List.of(Finding.warn("clock", "the server does not tell its time", ""));
        }
        long unsure = got.tookMillis() / 2 + 1;
        long ahead = now.longValue() - got.sentMillis() - got.tookMillis() / 2;
        String words = Math.abs(ahead) <= unsure
                ? "as here, within " + unsure + " ms"
                : "the server's is " + Math.abs(ahead) + " ms " + (ahead > 0 ? "ahead" : "behind") + ", give or take "
                        + unsure + " ms";
        return List.of(
                Math.abs(ahead) <= CLOCK_MS + unsure
                        ? Finding.ok("clock", words)
                        : Finding.warn("clock", words, "Set both by NTP: times are shown as the server has them."));
    }
}
