package dev.taskcast.cli.watch;

import dev.taskcast.cli.output.Json;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.task.TaskState;
import java.time.Instant;

/** One object a change, as the messages of the stream are. What is wrong with the connection goes to the error output. */
public final class JsonView implements View {
    private final Terminal terminal;

    /**
     * Onto a terminal.
     *
     * @param terminal where it is written
     */
    public JsonView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void changed(TaskState state, boolean isEnd) {
        terminal.print(Json.update(state));
    }

    @Override
    public void gone(String id) {
        terminal.print(Json.remove(id));
    }

    @Override
    public void logged(TaskMessage.Logged lines) {
        terminal.print(Json.log(lines.id(), lines.run(), lines.from(), lines.lines()));
    }

    @Override
    public void connected(boolean isAgain) {
        if (isAgain) {
            terminal.error("Connected again.");
        }
    }

    @Override
    public void lost(String words) {
        terminal.error(words);
    }

    @Override
    public void tick(Instant now) {}

    @Override
    public long restMillis() {
        return 1_000;
    }

    @Override
    public void close() {}
}
