package dev.taskcast.cli.doctor;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/**
 * Whether a stream that was lost goes on where it was. A server answers a position that can't be with a {@code reset}: if none comes,
 * the header did not get through.
 */
final class ResumeCheck {
    private static final String TOPIC = "reconnect";
    private static final String NO_POSITION = "no-position";

    private final Patient patient;
    private final String position;

    ResumeCheck(Patient patient, String position) {
        this.patient = patient;
        this.position = position;
    }

    List<Finding> look() throws InterruptedException {
        try {
            Optional<String> odd = answer(NO_POSITION);
            if (odd.isEmpty()) {
                return List.of(Finding.fail(
                        TOPIC, "the second stream did not begin", "Look how many connections may be open."));
            }
            if (odd.get().equals("ready")) {
                return List.of(Finding.fail(
                        TOPIC,
                        "the header Last-Event-ID does not get through",
                        "Let it pass: without it viewers miss what happens while they are cut off."));
            }
            return List.of(
                    answer(position).filter("ready"::equals).isPresent()
                            ? Finding.ok(TOPIC, "goes on where it was")
                            : Finding.warn(
                                    TOPIC,
                                    "begins anew: the server does not know the position that it has just told",
                                    "Where there are several servers, they need the same store."));
        } catch (IOException e) {
            return List.of(Finding.fail(
                    TOPIC, "no answer: " + e.getMessage(), "Look at the logs of the server, and of what is between."));
        }
    }

    private Optional<String> answer(String lastEventId) throws IOException, InterruptedException {
        HttpRequest request = patient.request(patient.at("/events", "init=none"))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", lastEventId)
                .build();
        try (Frames frames = new Frames(patient.open(request))) {
            return frames.await(patient.patience(), "reset", "ready");
        }
    }
}
