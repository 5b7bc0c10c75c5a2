package dev.taskcast.store.codec;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.store.Lines;
import dev.taskcast.store.LiveRun;
import dev.taskcast.store.Watched;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskProgress.Pace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in the table of live runs, and what nodes say that they watch, as JSON. Fields of newer versions are passed by. */
public final class LiveCodec {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private LiveCodec() {}

    /**
     * Writes what a node tells of its runs.
     *
     * @param news of some of them
     * @return what {@link #news(byte[])} reads
     */
    public static byte[] news(List<LiveRun> news) {
        JsonBuffer out = new JsonBuffer(64 + 128 * news.size());
        out.raw("{\"n\":[");
        String comma = "";
        for (LiveRun each : news) {
            out.raw(comma).raw("{\"c\":").number(each.created());
            out.raw(",\"f\":").number(each.fence());
            progress(out, each.progress());
            lines(out, each.lines());
            out.raw("}");
            comma = ",";
        }
        return Packing.pack(out.raw("]}").toByteArray());
    }

    private static void progress(JsonBuffer out, @Nullable TaskProgress progress) {
        if (progress == null) {
            return;
        }
        out.raw(",\"g\":");
        StateWriter.progress(out, progress);
        Pace pace = progress.pace();
        if (pace != null) {
            number(out, ",\"pl\":", pace.leastMillis());
            number(out, ",\"pm\":", pace.mostMillis());
            number(out, ",\"pu\":", pace.usualMillis());
        }
    }

    private static void number(JsonBuffer out, String field, long millis) {
        if (millis >= 0) {
            out.raw(field).number(millis);
        }
    }

    private static void lines(JsonBuffer out, @Nullable Lines lines) {
        if (lines != null) {
            out.raw(",\"r\":").number(lines.run());
            out.raw(",\"a\":").number(lines.from());
            texts(out, ",\"l\":[", lines.lines());
        }
    }

    private static void texts(JsonBuffer out, String begin, Collection<String> texts) {
        String before = begin;
        for (String text : texts) {
            out.raw(before).string(text);
            before = ",";
        }
        if (!texts.isEmpty()) {
            out.raw("]");
        }
    }

    /**
     * What a node has told of its runs.
     *
     * @param data what {@link #news(List)} has written
     * @return none where that can't be read, which is logged
     */
    public static List<LiveRun> news(byte[] data) {
        try {
            Json json = Json.object(Packing.unpack(data));
            List<LiveRun> news = new ArrayList<>();
            for (String field = json.nextName(); field != null; field = json.nextName()) {
                if (field.equals("n")) {
                    json.enterArray();
                    while (json.nextElement()) {
                        news.add(run(json));
                    }
                } else {
                    json.skip();
                }
            }
            return news;
        } catch (RuntimeException unreadable) {
            LOG.log(System.Logger.Level.ERROR, "What another node told of its runs can't be read", unreadable);
            return List.of();
        }
    }

    private static LiveRun run(Json json) {
        long created = 0;
        long fence = 0;
        TaskProgress progress = null;
        long least = -1;
        long most = -1;
        long usual = -1;
        int run = 0;
        long from = 0;
        List<String> lines = List.of();
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "c" -> created = json.number();
                case "f" -> fence = json.number();
                case "g" -> {
                    json.enter();
                    progress = StateReader.progress(json);
                }
                case "pl" -> least = json.number();
                case "pm" -> most = json.number();
                case "pu" -> usual = json.number();
                case "r" -> run = (int) json.number();
                case "a" -> from = json.number();
                case "l" -> lines = json.strings();
                default -> json.skip();
            }
        }
        Pace pace = progress == null ? null : progress.pace();
        if (progress != null && pace != null) {
            progress = progress.with(new Pace(pace.rate(), pace.etaMillis(), least, most, usual));
        }
        return new LiveRun(created, fence, progress, run == 0 ? null : new Lines(created, run, from, lines));
    }

    /**
     * Writes what a node watches.
     *
     * @param watched what
     * @return what {@link #watched(byte[])} reads
     */
    public static byte[] watched(Watched watched) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{\"s\":").number(watched.since());
        StateWriter.flag(out, ",\"e\":1", watched.everything());
        texts(out, ",\"i\":[", watched.tasks());
        texts(out, ",\"o\":[", watched.owners());
        texts(out, ",\"g\":[", watched.tags());
        texts(out, ",\"y\":[", watched.types());
        texts(out, ",\"l\":[", watched.lines());
        return out.raw("}").toByteArray();
    }

    /**
     * What a node watches.
     *
     * @param data what {@link #watched(Watched)} has written
     * @return all where that can't be read, which is logged: more is told than need be
     */
    public static Watched watched(byte[] data) {
        long since = 0;
        boolean everything = false;
        Set<String> tasks = Set.of();
        Set<String> owners = Set.of();
        Set<String> tags = Set.of();
        Set<String> types = Set.of();
        Set<String> lines = Set.of();
        try {
            Json json = Json.object(data);
            for (String field = json.nextName(); field != null; field = json.nextName()) {
                switch (field) {
                    case "s" -> since = json.number();
                    case "e" -> everything = json.flag();
                    case "i" -> tasks = Set.copyOf(json.strings());
                    case "o" -> owners = Set.copyOf(json.strings());
                    case "g" -> tags = Set.copyOf(json.strings());
                    case "y" -> types = Set.copyOf(json.strings());
                    case "l" -> lines = Set.copyOf(json.strings());
                    default -> json.skip();
                }
            }
        } catch (RuntimeException unreadable) {
            LOG.log(System.Logger.Level.ERROR, "What another node watches can't be read: it is told all", unreadable);
            everything = true;
        }
        return new Watched(since, everything, tasks, owners, tags, types, lines);
    }
}
