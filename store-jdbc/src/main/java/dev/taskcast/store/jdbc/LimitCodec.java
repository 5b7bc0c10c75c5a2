package dev.taskcast.store.jdbc;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitId.Kind;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Limits as JSON: what each is of, and how it is set. What is not limited is left out; fields of newer versions are passed by. */
final class LimitCodec {
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

    /** The same for each of two ids that are equal, and for no other: a key of a table. */
    static String name(LimitId of) {
        JsonBuffer out = new JsonBuffer(64);
        id(out, of);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
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
