package dev.taskcast.jackson;

import dev.taskcast.codec.TaskCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encodes and decodes payloads and results by Jackson: records, beans, dates, whatever the mapper knows. Thread-safe.
 *
 * <pre>{@code
 * TaskManager.builder().codec(JacksonCodec.create()).build();
 * }</pre>
 *
 * Payloads come from outside. A mapper of the application's own must not choose classes by what is in the JSON (default
 * typing): this codec does not.
 */
public final class JacksonCodec implements TaskCodec {
    private final JsonMapper mapper;

    private JacksonCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * With a strict mapper: unknown fields, missing fields of primitive types and whatever follows the value are refused.
     *
     * @return a codec
     */
    public static JacksonCodec create() {
        return of(JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build());
    }

    /**
     * With the application's mapper.
     *
     * @param mapper writes no line breaks and has no default typing
     * @return a codec
     */
    public static JacksonCodec of(JsonMapper mapper) {
        return new JacksonCodec(mapper);
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        try {
            return readable(mapper.writeValueAsBytes(value));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "A value of " + name(value) + " can't be written as JSON: " + words(e), e);
        }
    }

    /** Jackson writes half of a surrogate pair in a property's name, escaped, and does not read it. */
    private byte[] readable(byte[] json) {
        for (int i = 0; i + 2 < json.length; i++) {
            if (json[i] == '\\' && json[i + 1] == 'u' && (json[i + 2] == 'd' || json[i + 2] == 'D')) {
                JsonNode ignored = mapper.readTree(json);
                return json;
            }
        }
        return json;
    }

    @Override
    public <T> @Nullable T decode(byte[] json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(explain(e), e);
        }
    }

    /** For whoever sent it: where, but nothing of what our classes are called. */
    private static String explain(JacksonException e) {
        return switch (e) {
            case StreamReadException syntax -> "The payload is not valid JSON";
            case UnrecognizedPropertyException unknown ->
                "The payload has a field that its type does not have: " + path(unknown);
            case DatabindException misfit -> "The payload does not fit its type at " + path(misfit);
            default -> "The payload does not fit its type";
        };
    }

    private static String path(DatabindException e) {
        StringBuilder path = new StringBuilder("$");
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            path.append(name == null ? "[" + step.getIndex() + "]" : "." + name);
        }
        return path.length() <= 200 ? path.toString() : path.substring(0, 200);
    }

    private static String name(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    private static String words(JacksonException e) {
        String message = e.getOriginalMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
