package dev.taskcast.store.codec;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitId.Kind;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Limits as JSON: what each is of, and how it is set. What is not limited is left out; fields of newer versions are passed by. */
public final class LimitCodec {
    private LimitCodec() {}

    /** Writes what a limit is of, as an object. */
    static void id(JsonBuffer out, LimitId of) {
        out.raw("{\"k\":\"").raw(of.kind().name().toLowerCase(Locale.ROOT)).raw("\"");
        if (!of.name().isEmpty()) {
            out.raw(",\"n\":").string(of.name());
        }
        StateWriter.text(out, ",\"y\":", of.key());
        out.raw("}");
    }

    /**
     * What a limit is of.
     *
     * @param name as {@link #name} says it
     * @return the id
     * @throws RuntimeException if it is something else, or of a kind that this version does not know
     */
    public static LimitId id(String name) {
        return id(Json.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** The id in an object; fails where it is of a kind that this version does not know. */
    static LimitId id(Json json) {
        Kind kind = Kind.MANAGER;
        String name = "";
        String key = null;
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "k" -> kind = Kind.valueOf(json.string().toUpperCase(Locale.ROOT));
                case "n" -> name = json.string();
                case "y" -> key = json.string();
                default -> json.skip();
            }
        }
        return new LimitId(kind, name, key);
    }

    /**
     * What a limit is of, as text: the same for each of two ids that are equal, and for no other. So it can be a key.
     *
     * @param of the id
     * @return what {@link #id(String)} reads
     */
    public static String name(LimitId of) {
        JsonBuffer out = new JsonBuffer(64);
        id(out, of);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    /**
     * Writes how a limit is set.
     *
     * @param setting how
     * @return what {@link #setting(byte[])} reads
     */
    public static byte[] setting(LimitSetting setting) {
        JsonBuffer out = new JsonBuffer(64);
        setting(out, setting);
        return out.toByteArray();
    }

    /**
     * How a limit is set.
     *
     * @param bytes what {@link #setting(LimitSetting)} has written
     * @return how
     * @throws RuntimeException if they are something else
     */
    public static LimitSetting setting(byte[] bytes) {
        return setting(Json.of(bytes));
    }

    /** Writes how a limit is set, as an object. */
    static void setting(JsonBuffer out, LimitSetting setting) {
        out.raw("{\"d\":");
        values(out, setting.declared());
        Values given = setting.given();
        if (given != null) {
            out.raw(",\"g\":");
            values(out, given);
        }
        StateWriter.flag(out, ",\"p\":1", setting.isPaused());
        out.raw("}");
    }

    /** The setting in an object. */
    static LimitSetting setting(Json json) {
        LimitSetting setting = LimitSetting.NONE;
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "d" -> setting = setting.declared(values(json));
                case "g" -> setting = setting.given(values(json));
                case "p" -> setting = setting.paused(json.flag());
                default -> json.skip();
            }
        }
        return setting;
    }

    private static void values(JsonBuffer out, Values values) {
        String comma = "{";
        if (values.maxConcurrent() != Integer.MAX_VALUE) {
            out.raw("{\"c\":").number(values.maxConcurrent());
            comma = ",";
        }
        if (values.permits() > 0) {
            out.raw(comma).raw("\"r\":").number(values.permits());
            out.raw(",\"m\":").number(values.periodMillis());
            comma = ",";
        }
        out.raw(comma.equals("{") ? "{}" : "}");
    }

    private static Values values(Json json) {
        int maxConcurrent = Values.NONE.maxConcurrent();
        int permits = 0;
        long periodMillis = 0;
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "c" -> maxConcurrent = Math.toIntExact(json.number());
                case "r" -> permits = Math.toIntExact(json.number());
                case "m" -> periodMillis = json.number();
                default -> json.skip();
            }
        }
        return new Values(maxConcurrent, permits, periodMillis);
    }
}
