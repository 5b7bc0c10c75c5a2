package dev.taskcast.http.route;

import dev.taskcast.adapter.Commands;
import dev.taskcast.adapter.Queries;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskNotUniqueException;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskText;
import dev.taskcast.task.TooManyTasksException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes tasks of requests. The owner is the viewer's own, never what the request says. */
final class Submission {
    /** Fewer than an application may declare: these are somebody else's. */
    private static final int MAX_TAGS = 20;

    private final Commands commands;
    private final Queries queries;
    private final String path;

    Submission(Commands commands, Queries queries, String path) {
        this.commands = commands;
        this.queries = queries;
        this.path = path;
    }

    Reply submit(JsonBody body, Viewer viewer) {
        String typeName = text(body, "type");
        if (typeName == null || !TaskId.isValid(typeName)) {
            return Problem.UNKNOWN_TYPE.reply(); // of no type
        }
        String id = text(body, "id");
        if (body.field("id") != null && (id == null || !TaskId.isValid(id))) {
            return Problem.BAD_ID.reply();
        }
        SubmitOptions.Builder options = options(body, id, viewer);
        if (options == null) {
            return Problem.BAD_BODY.reply(
                    "A title has at most 200 characters, a description 2,000; there are at most 20"
                            + " tags of at most 100 characters.");
        }
        return submit(typeName, body, options, viewer);
    }

    /** Permission comes first: whoever has none must not find out which types there are, and what they take. */
    private Reply submit(String typeName, JsonBody body, SubmitOptions.Builder options, Viewer viewer) {
        SubmitOptions said = options.build();
        String wrong = null;
        try {
            SubmitTerms.read(body, commands.settable(typeName), options);
            said = options.build();
        } catch (IllegalArgumentException refused) {
            wrong = String.valueOf(refused.getMessage());
        }
        TaskIdentity identity = commands.identity(typeName, said);
        if (!viewer.may(Action.SUBMIT, identity)) {
            return Problem.FORBIDDEN.reply();
        }
        if (!commands.isSubmittable(typeName)) {
            return Problem.UNKNOWN_TYPE.reply();
        }
        return wrong == null ? submit(identity, body, said, viewer) : Problem.BAD_BODY.reply(wrong);
    }

    private Reply submit(TaskIdentity identity, JsonBody body, SubmitOptions options, Viewer viewer) {
        Commands.Submission submission;
        try {
            JsonBody.Field payload = body.field("payload");
            byte[] json = (payload == null ? "null" : payload.text()).getBytes(StandardCharsets.UTF_8);
            Object plain = payload == null ? null : payload.value();
            submission = commands.prepare(identity, json, plain, options);
        } catch (IllegalArgumentException refused) {
            String message = refused.getMessage();
            return message == null ? Problem.BAD_PAYLOAD.reply() : Problem.BAD_PAYLOAD.reply(message);
        }
        try {
            return answer(commands.submit(submission), viewer);
        } catch (TaskExistsException taken) {
            return Problem.ID_TAKEN.reply();
        } catch (TaskNotUniqueException taken) {
            return notUnique(taken.id(), viewer);
        } catch (TooManyTasksException tooMany) {
            return Problem.TOO_MANY_TASKS.reply();
        }
    }

    private Reply answer(Commands.Outcome outcome, Viewer viewer) {
        TaskState state = outcome.task();
        if (!outcome.isMade() && !viewer.canSee(state.identity())) {
            return Problem.NOT_UNIQUE.reply();
        }
        Map<String, String> location = Map.of("Location", path + "/" + Percent.encodeSegment(state.id()));
        return Replies.with(Replies.json(outcome.isMade() ? 201 : 200, StateJson.bytes(state)), location);
    }

    /** Which task is in the way is said to those who see it. */
    private Reply notUnique(String id, Viewer viewer) {
        TaskState state = queries.state(id);
        return state != null && viewer.canSee(state.identity())
                ? Problem.NOT_UNIQUE.reply("Task \"" + id + "\" has not ended, or is too new for another one like it.")
                : Problem.NOT_UNIQUE.reply();
    }

    private static SubmitOptions.@Nullable Builder options(JsonBody body, @Nullable String id, Viewer viewer) {
        SubmitOptions.Builder options = SubmitOptions.builder();
        String title = text(body, "title");
        String description = text(body, "description");
        if (isBad(body, "title", title, TaskText.MAX_TITLE)
                || isBad(body, "description", description, TaskText.MAX_DESCRIPTION)) {
            return null;
        }
        if (id != null) {
            options.id(id);
        }
        if (title != null) {
            options.title(title);
        }
        if (description != null) {
            options.description(description);
        }
        String owner = viewer.owner();
        if (owner != null) {
            options.owner(owner);
        }
        return withTags(options, body);
    }

    private static SubmitOptions.@Nullable Builder withTags(SubmitOptions.Builder options, JsonBody body) {
        JsonBody.Field tags = body.field("tags");
        if (tags == null) {
            return options;
        }
        if (!(tags.value() instanceof List<?> list) || list.size() > MAX_TAGS) {
            return null;
        }
        for (Object tag : list) {
            if (!(tag instanceof String text) || text.isEmpty() || text.length() > TaskText.MAX_TAG) {
                return null;
            }
            options.tags(text);
        }
        return options;
    }

    private static boolean isBad(JsonBody body, String name, @Nullable String text, int max) {
        return body.field(name) != null && (text == null || text.length() > max);
    }

    private static @Nullable String text(JsonBody body, String name) {
        JsonBody.Field field = body.field(name);
        return field != null && field.value() instanceof String text ? text : null;
    }
}
