package dev.taskcast.cli.doctor;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;

/**
 * Whether tasks can be started and canceled through what is between: it asks for a ticket, which changes nothing, as a page of the same
 * site does by plain {@code http}.
 */
final class PostCheck {
    private static final String TOPIC = "post";

    private final Patient patient;

    PostCheck(Patient patient) {
        this.patient = patient;
    }

    List<Finding> look() throws InterruptedException {
        String origin = patient.base().getScheme() + "://" + patient.base().getRawAuthority();
        HttpRequest request = patient.request(patient.at("/tickets", ""))
                .header("Accept", "application/json")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return List.of(finding(patient.ask(request), origin));
        } catch (IOException e) {
            return List.of(Finding.fail(
                    TOPIC, "no answer: " + e.getMessage(), "Look at the logs of the server, and of what is between."));
        }
    }

    private static Finding finding(Patient.Answer answer, String origin) {
        String code = code(answer);
        if (answer.status() == 201) {
            return Finding.ok(TOPIC, "gets through");
        }
        return switch (code) {
            case "cross_site" ->
                Finding.warn(
                        TOPIC,
                        "refused as another site's: the proxy does not pass the Host on",
                        "Pages can't start tasks by plain http. Have the proxy pass Host on (nginx: proxy_set_header Host"
                                + " $http_host), or name the origin: publicOrigin(\"" + origin + "\").");
            case "forbidden", "read_only" -> Finding.ok(TOPIC, "gets through; this viewer may only watch");
            default ->
                Finding.fail(
                        TOPIC,
                        "does not get through: " + answer.status() + (code.isEmpty() ? "" : " " + code),
                        "Let POST pass, and headers as they are: tasks can't be started or canceled without.");
        };
    }

    private static String code(Patient.Answer answer) {
        return answer.json() instanceof Map<?, ?> map && map.get("code") instanceof String code ? code : "";
    }
}
