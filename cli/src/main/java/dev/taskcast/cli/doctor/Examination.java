package dev.taskcast.cli.doctor;

import dev.taskcast.cli.output.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks at an endpoint, one question after the other. */
public final class Examination {
    private final Consumer<Finding> told;
    private Outcome outcome = Outcome.OK;

    /**
     * Begins one.
     *
     * @param told is told of each finding, as soon as it is there
     */
    public Examination(Consumer<Finding> told) {
        this.told = told;
    }

    /**
     * Looks.
     *
     * @param base the endpoint's address, without {@code /events}
     * @param headers of every request
     * @param timeout how long to wait for an answer, and for the first frame of a stream
     * @param look how long to look at a stream
     * @return {@link Outcome#OK} where nothing fails; {@link Outcome#UNREACHABLE} and {@link Outcome#REFUSED} where it can't be
     *     looked further, and {@link Outcome#FAILED} for anything else that fails
     * @throws InterruptedException if the thread is interrupted
     */
    public Outcome of(URI base, Map<String, String> headers, Duration timeout, Duration look)
            throws InterruptedException {
        try (Patient patient = new Patient(base, headers, timeout)) {
            if (!tell(NameCheck.look(base.getHost()))) {
                return Outcome.UNREACHABLE;
            }
            DoorCheck door = new DoorCheck(patient);
            if (!tell(door.knock())) {
                return Outcome.UNREACHABLE;
            }
            if (!tell(door.enter())) {
                return Outcome.REFUSED;
            }
            String position = door.position();
            boolean unused = tell(door.clock())
                    && tell(new StreamCheck(patient, look).look())
                    && tell(new ResumeCheck(patient, position).look());
            unused = tell(new PostCheck(patient).look());
            return outcome;
        }
    }

    /** Whether none of them fails. */
    private boolean tell(List<Finding> findings) {
        findings.forEach(told);
        boolean fails = findings.stream().anyMatch(each -> each.grade() == Finding.Grade.FAIL);
        outcome = fails ? Outcome.FAILED : outcome;
        return !fails;
    }
}
