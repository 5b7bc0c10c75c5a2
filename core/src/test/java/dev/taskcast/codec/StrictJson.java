package dev.taskcast.codec;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON by the letter of RFC 8259 and refuses everything else: malformed UTF-8, bare control characters, leading
 * zeros, repeated names, trailing text. Numbers become {@code BigDecimal}s.
 */
public final class StrictJson {
    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    /**
     * Reads one value.
     *
     * @param utf8 the whole text
     * @return null, {@code String}, {@code BigDecimal}, {@code Boolean}, {@code List} or {@code Map}
     */
    public static @Nullable Object parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Not UTF-8", e);
        }
    }

    /**
     * Reads one value.
     *
     * @param text the whole text
     * @return null, {@code String}, {@code BigDecimal}, {@code Boolean}, {@code List} or {@code Map}
     */
    public static @Nullable Object parse(String text) {
        StrictJson parser = new StrictJson(text);
        Object value = parser.value();
        parser.space();
        if (parser.at < text.length()) {
            throw parser.wrong("the end");
        }
        return value;
    }

    private @Nullable Object value() {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (boolean more = open('{', '}'); more; more = next('}')) {
            space();
            String name = string();
            space();
            take(':');
            if (map.containsKey(name)) {
                throw wrong("a new name");
            }
            map.put(name, value());
        }
        return map;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> list = new ArrayList<>();
        for (boolean more = open('[', ']'); more; more = next(']')) {
            list.add(value());
        }
        return list;
    }

    private boolean open(char open, char close) {
        take(open);
        space();
        if (peek() == close) {
            at++;
            return false;
        }
        return true;
    }

    private boolean next(char close) {
        space();
        if (peek() == close) {
            at++;
            return false;
        }
        take(',');
        return true;
    }

    private String string() {
        take('"');
        StringBuilder out = new StringBuilder();
        for (char c = take(); c != '"'; c = take()) {
            if (c < 0x20) {
                throw wrong("an escape");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                String hex = "" + take() + take() + take() + take();
                yield (char) Integer.parseUnsignedInt(hex, 16);
            }
            default -> throw wrong("an escape");
        };
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        if (!digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw wrong("a number in place of " + digits);
        }
        return new BigDecimal(digits);
    }

    private @Nullable Object literal(String word, @Nullable Object value) {
        for (int i = 0; i < word.length(); i++) {
            take(word.charAt(i));
        }
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private char take() {
        char c = peek();
        at++;
        return c;
    }

    private void take(char wanted) {
        if (take() != wanted) {
            throw wrong("" + wanted);
        }
    }

    private IllegalArgumentException wrong(String wanted) {
        String before = text.substring(Math.max(0, at - 40), Math.min(text.length(), at));
        return new IllegalArgumentException("Wanted " + wanted + " at " + at + ", after: " + before);
    }
}
