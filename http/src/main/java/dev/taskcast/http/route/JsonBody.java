package dev.taskcast.http.route;

import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a request that changes something: nothing, or a JSON object in UTF-8. Read into plain values, with the text of
 * each field beside it.
 */
final class JsonBody {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .build())
            .build();

    /** A field: what it is, and how it was written. */
    record Field(@Nullable Object value, String text) {}

    private final Map<String, Field> fields;

    private JsonBody(Map<String, Field> fields) {
        this.fields = fields;
    }

    @Nullable
    Field field(String name) {
        return fields.get(name);
    }

    /** A body that can't be taken. */
    static final class BadBodyException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Problem problem;

        BadBodyException(Problem problem) {
            super(problem.code());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    static JsonBody of(Request request) throws BadBodyException {
        byte[] body = request.body();
        if (body.length == 0) {
            return new JsonBody(Map.of());
        }
        String contentType = request.header("Content-Type");
        if (contentType == null || !isJson(contentType)) {
            throw new BadBodyException(Problem.UNSUPPORTED_MEDIA_TYPE);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return new JsonBody(object(text));
        } catch (CharacterCodingException | JacksonException invalid) {
            throw new BadBodyException(Problem.BAD_BODY);
        }
    }

    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static Map<String, Field> object(String text) throws BadBodyException {
        Map<String, Field> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadBodyException(Problem.BAD_BODY);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                Object value = value(parser);
                int end = (int) parser.currentLocation().getCharOffset();
                fields.put(name, new Field(value, text.substring(begin, end)));
            }
            if (parser.nextToken() != null) {
                throw new BadBodyException(Problem.BAD_BODY);
            }
        }
        return fields;
    }

    /** The value at the parser's token; recursive, no deeper than the parser's constraints. */
    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case null, default -> null; // null itself: the parser throws at whatever else is not a value
        };
    }
}
