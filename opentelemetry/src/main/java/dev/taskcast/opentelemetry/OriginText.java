package dev.taskcast.opentelemetry;

import dev.taskcast.task.SubmitContext;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A context as it is kept with a task: what propagators write as headers, a line for each, as {@code name:value}. Neither has a line's end in
 * it, and a name has no colon.
 */
final class OriginText {
    static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        // In older versions of the API it has no default.
        @Override
        @SuppressWarnings("deprecation")
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private OriginText() {}

    /**
     * Null for nothing. What can't be a header is left out, and what there is no room for: the short ones come first, so that long baggage does
     * not take the link along.
     */
    static @Nullable String write(Map<String, String> headers) {
        StringBuilder text = new StringBuilder();
        List<Map.Entry<String, String>> byLength = headers.entrySet().stream()
                .filter(header -> header.getKey().indexOf(':') < 0 && isOneLine(header.getKey()))
                .filter(header -> isOneLine(header.getValue()))
                .sorted(Comparator.comparingInt(header -> header.getValue().length()))
                .toList();
        for (Map.Entry<String, String> header : byLength) {
            String line = (text.isEmpty() ? "" : "\n") + header.getKey() + ":" + header.getValue();
            if (text.length() + line.length() <= SubmitContext.MAX_LENGTH) {
                text.append(line);
            }
        }
        return text.isEmpty() ? null : text.toString();
    }

    private static boolean isOneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    }

    /** Of what is no header nothing is taken: another version, or something else, may have written it. */
    static Map<String, String> read(@Nullable String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (text != null) {
            text.lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(line.substring(0, colon), line.substring(colon + 1));
                }
            });
        }
        return headers;
    }
}
