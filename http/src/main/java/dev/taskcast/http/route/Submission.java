package dev.taskcast.http.route;

import dev.taskcast.engine.Engine;
import dev.taskcast.engine.Submits;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.run.RegisteredType;
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

    private final Engine engine;
    private final String path;

    Submission(Engine engine, String path) {
        this.engine = engine;
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
        SubmitOptions options = options(body, id, viewer);
        if (options == null) {
            return Problem.BAD_BODY.reply(
                    "A title has at most 200 characters, a description 2,000; there are at most 20"
                            + " tags of at most 100 characters.");
        }
        return submit(typeName, body, options, viewer);
    }

    /** Permission comes first: whoever has none must not find out which types there are, and what they take. */
    private Reply submit(String typeName, JsonBody body, SubmitOptions options, Viewer viewer) {
        RegisteredType found = engine.submits().find(typeName);
        RegisteredType type = found == null || !found.isSubmittable() ? null : found;
        TaskIdentity identity = engine.submits().identity(typeName, type, options);
        if (!viewer.may(Action.SUBMIT, identity)) {
            return Problem.FORBIDDEN.reply();
        }
        return type == null ? Problem.UNKNOWN_TYPE.reply() : submit(identity, type, body, viewer);
    }

    private Reply submit(TaskIdentity identity, RegisteredType type, JsonBody body, Viewer viewer) {
        Submits.Submission submission;
        try {
            JsonBody.Field payload = body.field("payload");
            byte[] json = (payload == null ? "null" : payload.text()).getBytes(StandardCharsets.UTF_8);
            Object plain = payload == null ? null : payload.value();
            submission = engine.submits().prepare(identity, type, json, plain);
        } catch (IllegalArgumentException refused) {
            String message = refused.getMessage();
            return message == null ? Problem.BAD_PAYLOAD.reply() : Problem.BAD_PAYLOAD.reply(message);
        }
        try {
            return answer(engine.submit(submission), viewer);
        } catch (TaskExistsException taken) {
            return Problem.ID_TAKEN.reply();
        } catch (TaskNotUniqueException taken) {
            return notUnique(taken.id(), viewer);
        } catch (TooManyTasksException tooMany) {
            return Problem.TOO_MANY_TASKS.reply();
        }
    }

    private Reply answer(Submits.Outcome outcome, Viewer viewer) {
        TaskState state = outcome.task();
        if (!outcome.isMade() && !viewer.canSee(state.identity())) {
            return Problem.NOT_UNIQUE.reply();
        }
        Map<String, String> location = Map.of("Location", path + "/" + Percent.encodeSegment(state.id()));
        return Replies.with(Replies.json(outcome.isMade() ? 201 : 200, StateJson.bytes(state)), location);
    }

    /** Which task is in the way is said to those who see it. */
    private Reply notUnique(String id, Viewer viewer) {
        TaskState state = engine.queries().state(id);
        return state != null && viewer.canSee(state.identity())
                ? Problem.NOT_UNIQUE.reply("Task \"" + id + "\" has not ended, or is too new for another one like it.")
                : Problem.NOT_UNIQUE.reply();
    }

    private static @Nullable SubmitOptions options(JsonBody body, @Nullable String id, Viewer viewer) {
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

    private static @Nullable SubmitOptions withTags(SubmitOptions.Builder options, JsonBody body) {
        JsonBody.Field tags = body.field("tags");
        if (tags == null) {
            return options.build();
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
        return options.build();
    }

    private static boolean isBad(JsonBody body, String name, @Nullable String text, int max) {
        return body.field(name) != null && (text == null || text.length() > max);
    }

    private static @Nullable String text(JsonBody body, String name) {
        JsonBody.Field field = body.field(name);
        return field != null && field.value() instanceof String text ? text : null;
    }
}
