package dev.taskcast.http.route;

import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Request;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The body of an action: nothing, or a JSON object. What is in it is of no matter to the actions that there are. */
final class Body {
    private static final JsonFactory JSON = new JsonFactory();

    private Body() {}

    /** What is wrong with it; null where nothing is. */
    static @Nullable Problem problem(Request request) {
        byte[] body = request.body();
        if (body.length == 0) {
            return null;
        }
        String contentType = request.header("Content-Type");
        if (contentType == null || !isJson(contentType)) {
            return Problem.UNSUPPORTED_MEDIA_TYPE;
        }
        return isObject(body) ? null : Problem.BAD_BODY;
    }

    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static boolean isObject(byte[] body) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException invalid) {
            return false;
        }
    }
}
