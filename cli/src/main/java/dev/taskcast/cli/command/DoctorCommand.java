package dev.taskcast.cli.command;

import dev.taskcast.cli.doctor.Examination;
import dev.taskcast.cli.doctor.Finding;
import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.terminal.Line;
import dev.taskcast.cli.terminal.Size;
import dev.taskcast.cli.terminal.Style;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.codec.JsonBuffer;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at what stands between. */
@Command(
        name = "doctor",
        description = {
            "Says what stands between here and the tasks: name, TLS, access, clock, buffering, compression, reconnects.",
            "Ends with 0 unless something fails: then with 1, with 5 where it is not let in, with 6 where nobody answers."
        })
final class DoctorCommand extends ServerCommand {
    private static final int GRADES = 6;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = Times.OfDuration.class,
            defaultValue = "5s",
            description =
                    "How long to look at a stream that is idle; 65s sees two heartbeats. Default: ${DEFAULT-VALUE}")
    private Duration patience = Duration.ofSeconds(5);

    @Override
    Outcome run() throws InterruptedException {
        Terminal terminal = terminal();
        return new Examination(finding -> {
                    if (isJson()) {
                        terminal.print(json(finding));
                    } else {
                        print(terminal, finding);
                    }
                })
                .of(endpoint().base(environment()), endpoint().headers(environment()), waiting(), patience);
    }

    /** A stream that is held back is held back for ever: a third of the usual patience is enough to see it. */
    private Duration waiting() {
        return timeout().dividedBy(3);
    }

    private static void print(Terminal terminal, Finding finding) {
        Style style = switch (finding.grade()) {
            case OK -> Style.GREEN;
            case WARN -> Style.YELLOW;
            case FAIL -> Style.RED;
        };
        terminal.print(new Line(terminal.looks(), Size.ENDLESS.columns())
                .add(style, finding.grade().name().toLowerCase(Locale.ROOT), GRADES)
                .add(Style.BOLD, finding.topic())
                .add(": " + finding.words()));
        if (!finding.advice().isEmpty()) {
            terminal.print(" ".repeat(GRADES) + finding.advice());
        }
    }

    private static byte[] json(Finding finding) {
        return new JsonBuffer(128)
                .raw("{\"grade\":\"")
                .raw(finding.grade().name().toLowerCase(Locale.ROOT))
                .raw("\",\"topic\":")
                .string(finding.topic())
                .raw(",\"words\":")
                .string(finding.words())
                .raw(",\"advice\":")
                .string(finding.advice())
                .raw("}")
                .toByteArray();
    }
}
